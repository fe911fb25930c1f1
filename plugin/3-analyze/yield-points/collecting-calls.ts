import { types as t } from '@babel/core';
import type { Resolution } from '../model.ts';
import { unwrap } from '../../syntax/children.ts';

const CONSTRUCTORS: Readonly<Record<string, string>> = {
  Set: 'collected',
  WeakSet: 'collected',
  Map: 'collectedEntries',
  WeakMap: 'collectedEntries',
};

const FUNCTIONS: Readonly<Record<string, string>> = {
  'Object.fromEntries': 'collectedProperties',
  'Promise.all': 'collectedPromises',
  'Promise.allSettled': 'collectedPromises',
  'Promise.any': 'collectedPromises',
  'Promise.race': 'collectedPromises',
};

/** Whether a path from a global leads to a function that iterates its argument. */
export function isCollectingFunction(path: string): boolean {
  return Object.hasOwn(FUNCTIONS, path);
}

export type CollectingCall = t.NewExpression | t.CallExpression;

/**
 * The function of the runtime that iterates what a builtin is given, if that is all that may block in a call of it:
 * `new Set(values)`, `Promise.all(values)`.
 */
export function collectorOf(node: t.Node, { refOf }: Resolution): string | null {
  if (!t.isNewExpression(node) && !t.isCallExpression(node)) return null;
  const [argument] = node.arguments;
  if (node.arguments.length !== 1 || !t.isExpression(argument)) return null;
  const callee = unwrap(node.callee);
  const isGlobal = (name: t.Node): name is t.Identifier => t.isIdentifier(name) && refOf.get(name)?.binding === null;
  if (t.isNewExpression(node)) return isGlobal(callee) ? entry(CONSTRUCTORS, callee.name) : null;
  if (!t.isMemberExpression(callee) || callee.computed || !t.isIdentifier(callee.property)) return null;
  const object = unwrap(callee.object);
  return isGlobal(object) ? entry(FUNCTIONS, `${object.name}.${callee.property.name}`) : null;
}

function entry(table: Readonly<Record<string, string>>, name: string): string | null {
  return (Object.hasOwn(table, name) ? table[name] : null) ?? null;
}
