import { Hub } from './hub.ts';

const HUB = Symbol.for('greenlets:v1:hub');

interface Realm {
  [HUB]?: Hub;
}

const realm = globalThis as Realm;

/** The scheduler of this realm; the ES module and the CommonJS copy of the runtime share it. */
export const hub: Hub = shareHub();

function shareHub(): Hub {
  const existing = realm[HUB];
  if (existing !== undefined) return existing;
  const value = new Hub();
  Object.defineProperty(realm, HUB, { value });
  return value;
}
