import { cooperativeResume } from '../generators.ts';
import { arrayMethods } from './array.ts';
import { collectionMethods } from './collections.ts';
import { functionMethods } from './functions.ts';

/*
 * The versions of native methods that let their callbacks (or the generator they resume) suspend. They take the place of
 * a method where compiled code calls it, if it really is the native one; any other is called as it is. No prototype is
 * touched.
 */

type Version = readonly [native: unknown, cooperative: unknown];

const versions: readonly Version[] = [...cooperativeResume, ...functionMethods, ...arrayMethods, ...collectionMethods];
const byMethod = new Map<unknown, unknown>(versions);

/** For a method whose name is only known when it is called. */
export function cooperative(method: unknown): unknown {
  return byMethod.get(method) ?? method;
}

/** For a method of a known name: comparing with the few native ones of that name is cheaper than looking it up. */
function named(name: string): (method: unknown) => unknown {
  const [first, second, third] = versions.filter(([native]) => (native as { name: string }).name === name);
  if (first === undefined) return (method) => method;
  const [native, version] = first;
  if (second === undefined) return (method) => (method === native ? version : method);
  const [otherNative, otherVersion] = second;
  const rest = third ?? second;
  return (method) => {
    if (method === native) return version;
    if (method === otherNative) return otherVersion;
    return method === rest[0] ? rest[1] : method;
  };
}

export const cooperativeNext = named('next');
export const cooperativeThrow = named('throw');
export const cooperativeReturn = named('return');
export const cooperativeCall = named('call');
export const cooperativeApply = named('apply');
export const cooperativeBind = named('bind');
export const cooperativeForEach = named('forEach');
export const cooperativeMap = named('map');
export const cooperativeFilter = named('filter');
export const cooperativeSome = named('some');
export const cooperativeEvery = named('every');
export const cooperativeFind = named('find');
export const cooperativeFindIndex = named('findIndex');
export const cooperativeFindLast = named('findLast');
export const cooperativeFindLastIndex = named('findLastIndex');
export const cooperativeReduce = named('reduce');
export const cooperativeReduceRight = named('reduceRight');
export const cooperativeFlatMap = named('flatMap');
export const cooperativeSort = named('sort');
export const cooperativeToSorted = named('toSorted');
export const cooperativeFrom = named('from');
export const cooperativeReplace = named('replace');
export const cooperativeReplaceAll = named('replaceAll');
