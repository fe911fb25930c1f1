import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import type { Ref, Replacements } from '../model.ts';

/** Assigns to a property, or defines some. */
export type Store = t.MemberExpression | t.CallExpression;

const DEFINING: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: new Set(['defineProperty', 'defineProperties', 'assign', 'setPrototypeOf']),
  Reflect: new Set(['defineProperty', 'set', 'setPrototypeOf']),
};

/** Where CommonJS exports something, nothing is replaced. */
const EXPORTING = new Set(['exports', 'module']);

/** The name of the function if a call is one of those that put properties into their first argument, or change its prototype. */
export function definingFunction({ callee }: t.CallExpression): string | null {
  const inner = unwrap(callee);
  if (!t.isMemberExpression(inner) || inner.computed) return null;
  const { object, property } = inner;
  if (!t.isIdentifier(object) || !t.isIdentifier(property) || !Object.hasOwn(DEFINING, object.name)) return null;
  return DEFINING[object.name]?.has(property.name) === true ? property.name : null;
}

/** The names of the properties that such a call defines; null where that is not evident. */
export function definedNames(node: t.CallExpression): (string | null)[] {
  const [, second] = node.arguments;
  switch (definingFunction(node)) {
    case 'defineProperty':
    case 'set':
      return [second === undefined ? null : nameOfKey(second, true)];
    case 'defineProperties':
    case 'assign':
      return node.arguments.slice(1).flatMap((source) => (t.isObjectExpression(source) ? keysOf(source) : [null]));
    default:
      return [null];
  }
}

function keysOf({ properties }: t.ObjectExpression): (string | null)[] {
  return properties.map((property) =>
    t.isSpreadElement(property) ? null : nameOfKey(property.key, property.computed),
  );
}

function nameOfKey(key: t.Node, computed: boolean): string | null {
  if (t.isStringLiteral(key)) return key.value;
  return t.isIdentifier(key) && !computed ? key.name : null;
}

function isIteratorKey(key: t.Node): boolean {
  return (
    t.isMemberExpression(key) &&
    t.isIdentifier(key.object, { name: 'Symbol' }) &&
    t.isIdentifier(key.property, { name: 'iterator' })
  );
}

/** Finds out which builtins the stores of a program replace. */
export function findReplacements(stores: readonly Store[], refOf: ReadonlyMap<t.Node, Ref>): Replacements {
  const names = new Set<string>();
  let iterators = false;
  let constructors = false;
  for (const store of stores) {
    iterators ||= changesIteration(store, refOf);
    constructors ||= storedNames(store).includes('constructor');
    const target = t.isCallExpression(store) ? store.arguments[0] : store.object;
    if (target === undefined || !isGlobal(target, refOf)) continue;
    for (const name of storedNames(store)) if (name !== null) names.add(name);
  }
  return { names, iterators, constructors };
}

function storedNames(store: Store): (string | null)[] {
  return t.isCallExpression(store) ? definedNames(store) : [nameOfKey(store.property, store.computed)];
}

/** Whether an expression leads to an object that belongs to nobody: `Math`, `Map.prototype`, a constant that holds one of these. */
function isGlobal(node: t.Node, refOf: ReadonlyMap<t.Node, Ref>, depth = 0): boolean {
  const inner = unwrap(node);
  if (t.isMemberExpression(inner)) return isGlobal(inner.object, refOf, depth);
  if (!t.isIdentifier(inner)) return false;
  const ref = refOf.get(inner);
  if (ref === undefined) return false;
  if (ref.binding === null) return !EXPORTING.has(inner.name) && inner.name !== 'arguments';
  const { value, kind } = ref.binding;
  return kind === 'const' && value !== null && depth < MOST_ALIASES && isGlobal(value, refOf, depth + 1);
}

const MOST_ALIASES = 5;

/** Whether something, perhaps an array, gets another iterator. */
function changesIteration(store: Store, refOf: ReadonlyMap<t.Node, Ref>): boolean {
  if (t.isMemberExpression(store)) {
    if (isIteratorKey(store.property)) return true;
    return nameOfKey(store.property, store.computed) === '__proto__' && isArray(store.object, refOf);
  }
  const [target, ...others] = store.arguments;
  if (definingFunction(store) === 'setPrototypeOf') return target !== undefined && isArray(target, refOf);
  return others.some((other) => isIteratorKey(other) || (t.isObjectExpression(other) && hasIteratorKey(other)));
}

function hasIteratorKey({ properties }: t.ObjectExpression): boolean {
  return properties.some((property) => !t.isSpreadElement(property) && isIteratorKey(property.key));
}

/** Whether it is evident that an expression is an array, and so is iterated as one. */
function isArray(node: t.Node, refOf: ReadonlyMap<t.Node, Ref>): boolean {
  return t.isArrayExpression(refOf.get(unwrap(node))?.binding?.value);
}
