/**
 * One value for all copies of the runtime in this realm: what `globalThis` has under `key`, or else what `create` makes.
 *
 * The property is an accessor. Jest takes objects apart that tests have put into global properties once the tests of a
 * file are over; greenlets that outlive them still need theirs.
 */
export function share<T>(key: symbol, create: () => T): T {
  const realm = globalThis as Record<symbol, T | undefined>;
  const existing = realm[key];
  if (existing !== undefined) return existing;
  const value = create();
  Object.defineProperty(realm, key, { get: () => value });
  return value;
}
