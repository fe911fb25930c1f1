/*
 * Which version takes the place of which native method. The versions register themselves, since some of them need to
 * find others.
 */

type Version = readonly [native: unknown, cooperative: unknown];

const versions: Version[] = [];
const byMethod = new Map<unknown, unknown>();

/** Methods that this engine does not have are left out. */
export function register(...lists: (readonly Version[])[]): void {
  for (const version of lists.flat()) {
    if (version[0] === undefined) continue;
    versions.push(version);
    byMethod.set(...version);
  }
}

/** For a method whose name is only known when it is called. */
export function cooperative(method: unknown): unknown {
  return byMethod.get(method) ?? method;
}

/** For one method, which may be undefined: then there is nothing to be found. */
export function versionFinder(method: unknown): (method: unknown) => unknown {
  // The engine takes constants for what they are where it compiles a call of what is returned, but no parameters.
  const native = method;
  const version = cooperative(method);
  return native === undefined ? (found) => found : (found) => (found === native ? version : found);
}

/** For a method of a known name: comparing with the few native ones of that name is cheaper than looking it up. */
export function named(name: string): (method: unknown) => unknown {
  const [first, second, ...others] = versions.filter(([native]) => (native as { name: string }).name === name);
  if (first === undefined) return (method) => method;
  const [native, version] = first;
  if (second === undefined) return (method) => (method === native ? version : method);
  const [otherNative, otherVersion] = second;
  const [third = second, fourth = third, fifth = fourth, ...more] = others;
  if (more.length > 0) return cooperative;
  return (method) => {
    if (method === native) return version;
    if (method === otherNative) return otherVersion;
    if (method === third[0]) return third[1];
    if (method === fourth[0]) return fourth[1];
    return method === fifth[0] ? fifth[1] : method;
  };
}
