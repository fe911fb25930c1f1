import { cooperativeResume, registerResume } from '../iteration/generators.ts';
import { arrayMethods } from './arrays/array.ts';
import { asyncScopes } from '../contexts/async-scopes.ts';
import { collectionMethods } from './collections.ts';
import { collectingFunctions } from './collecting.ts';
import { constructFunction } from './construct.ts';
import { functionMethods } from './functions.ts';
import { groupingMethods } from './group-by.ts';
import { helperResume, iteratorFromMethods } from './iterators/iterator-front.ts';
import { iteratorHelpers } from './iterators/iterator-helpers.ts';
import { iteratorMethods } from './iterators/iterator.ts';
import { parse } from './json/json-parse.ts';
import { stringify } from './json/json-stringify.ts';
import { nativeIterator, nativeJson, nativeTypedArrays } from './natives.ts';
import { promiseMethods } from './promise.ts';
import { typedArrayVersions } from './arrays/typed-array.ts';
import { cooperative as versionOf, named, register, versionFinder } from './versions.ts';

/*
 * The versions of native methods that let their callbacks (or the generator they resume) suspend. They take the place of
 * a method where compiled code calls it, if it really is the native one; any other is called as it is. No prototype is
 * touched.
 */

function versionsOf<K extends string>(
  methods: Record<NoInfer<K>, unknown>,
  versions: Record<K, unknown>,
): [unknown, unknown][] {
  return (Object.keys(versions) as K[]).map((name) => [methods[name], versions[name]]);
}

registerResume(helperResume);
register(
  [...cooperativeResume],
  functionMethods,
  asyncScopes,
  arrayMethods,
  ...nativeTypedArrays.map((methods) => versionsOf(methods, typedArrayVersions)),
  collectionMethods,
  groupingMethods,
  iteratorMethods,
  iteratorHelpers,
  iteratorFromMethods,
  promiseMethods,
  collectingFunctions,
  [
    [nativeJson.parse, parse],
    [nativeJson.stringify, stringify],
    [Reflect.construct, constructFunction],
  ],
);

/** A variable of this module, and no mere export from another: so a bundle that has it has what is registered here. */
export const cooperative = versionOf;
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
// Where the callback cannot suspend, only iterators can.
export const iteratingForEach = versionFinder(nativeIterator.forEach);
export const iteratingSome = versionFinder(nativeIterator.some);
export const iteratingEvery = versionFinder(nativeIterator.every);
export const iteratingFind = versionFinder(nativeIterator.find);
export const iteratingReduce = versionFinder(nativeIterator.reduce);

const { map, filter } = Array.prototype;
const arrayPrototype = Array.prototype;
const { getPrototypeOf } = Object;

/*
 * Where the callback cannot suspend, the native method of a mere array will do. What has another prototype may be of a class whose constructor suspends. Not
 * made by a function that they share: the engine would not know then what they return, and could not compile the callback into the loop.
 */
export function makingMap(found: unknown, self: unknown): unknown {
  return found === map && getPrototypeOf(self) === arrayPrototype ? found : cooperativeMap(found);
}

export function makingFilter(found: unknown, self: unknown): unknown {
  return found === filter && getPrototypeOf(self) === arrayPrototype ? found : cooperativeFilter(found);
}

export const cooperativeTake = named('take');
export const cooperativeDrop = named('drop');
export const cooperativeToArray = named('toArray');
export const cooperativeGroupBy = named('groupBy');
export const cooperativeGetOrInsertComputed = named('getOrInsertComputed');
export const cooperativeParse = named('parse');
export const cooperativeStringify = named('stringify');
export const cooperativeConstruct = named('construct');
export const cooperativeTry = named('try');
export const cooperativeFromEntries = named('fromEntries');
export const cooperativeAll = named('all');
export const cooperativeAllSettled = named('allSettled');
export const cooperativeAny = named('any');
export const cooperativeRace = named('race');
export const cooperativeRun = named('run');
export const cooperativeExit = named('exit');
export const cooperativeRunInAsyncScope = named('runInAsyncScope');
export const cooperativeSnapshot = named('snapshot');
