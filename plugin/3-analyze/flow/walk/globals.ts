import { types as t } from '@babel/core';
import { unwrap } from '../../../syntax/children.ts';
import { isPureCall } from '../../yield-points/builtins.ts';
import { ANSWERING } from '../calls/builtin-functions.ts';
import type { Place } from '../heap/place.ts';
import type { Kind } from '../heap/value.ts';
import type { Walker } from './walker.ts';

type Call = t.CallExpression | t.OptionalCallExpression | t.NewExpression;

const TYPED_ARRAYS = /^(?:(?:Big)?(?:Int|Uint|Float)\d+|Uint8Clamped)Array$/;
const COLLECTIONS: ReadonlyMap<string, Kind> = new Map([
  ['Map', 'map'],
  ['WeakMap', 'map'],
  ['Set', 'set'],
  ['WeakSet', 'set'],
]);
const NAMESPACES_OF_PRIMITIVES = new Set(['Math', 'Number', 'String', 'performance', 'BigInt', 'Atomics']);

/** Methods of these that hand out, or call, what they are given. */
const PASSING = new Set(['raw', 'timerify']);

/** A call of a builtin that keeps nothing of its arguments; null for any other call. */
export function walkGlobalCall(node: Call, args: readonly Place[], walker: Walker): Place | null {
  if (!isPureCall(node, walker.analysis)) return null;
  // Somebody may have replaced it.
  for (const arg of args) walker.convert(arg);
  const callee = unwrap(node.callee);
  if (t.isIdentifier(callee)) return resultOf(callee.name, t.isNewExpression(node), node, args, walker);
  if (!t.isMemberExpression(callee) || !t.isIdentifier(callee.object)) return null;
  const { object, property } = callee;
  if (walker.analysis.refOf.get(object)?.binding !== null || !t.isIdentifier(property)) return null;
  const isConversion = NAMESPACES_OF_PRIMITIVES.has(object.name) && !PASSING.has(property.name);
  if (isConversion || ANSWERING.has(`${object.name}.${property.name}`)) return walker.primitive();
  if (object.name === 'Object' && property.name === 'keys') {
    return walker.heap.place(walker.heap.array(walker.primitive()));
  }
  return null;
}

function resultOf(name: string, isNew: boolean, node: Call, args: readonly Place[], walker: Walker): Place | null {
  const { heap } = walker;
  if (!isNew && ANSWERING.has(name)) return walker.primitive();
  if (name === 'Array' && args.length === node.arguments.length) {
    const array = heap.value('array');
    for (const arg of args) arg.flowTo(array.elements);
    return heap.place(array);
  }
  if (isNew && TYPED_ARRAYS.test(name)) return heap.place(heap.array(walker.primitive()));
  const kind = isNew && node.arguments.length === 0 ? COLLECTIONS.get(name) : undefined;
  return kind === undefined ? null : heap.place(heap.value(kind));
}
