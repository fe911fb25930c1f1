import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../3-analyze/children.ts';
import { put } from './put.ts';

/** A marked class, and the marked function whose body evaluates it. */
export interface Place {
  node: t.Class;
  owner: t.Function;
  /** Whether a computed key may name it. */
  namedByKey: boolean;
  replace: (value: t.Node) => void;
}

/** The marked classes that the bodies of marked functions evaluate, outer ones first. */
export function findClassesInFunctions(program: t.Program, marked: ReadonlySet<t.Node>): Place[] {
  const places: Place[] = [];
  const visit = (node: t.Node, parent: t.Node, key: string, owner: t.Function | null): void => {
    if (isTypeOnly(node)) return;
    if (t.isClass(node) && marked.has(node) && owner !== null) {
      places.push({ node, owner, namedByKey: isNamedByKey(parent), replace: (value) => put(parent, key, node, value) });
    }
    eachChild(node, (child, childKey) => visit(child, node, childKey, ownerOf(node, childKey, owner, marked)));
  };
  eachChild(program, (child, key) => visit(child, program, key, null));
  return places;
}

/** The function whose variables the code under `key` of a node can use: none, in parameters and initializers. */
function ownerOf(node: t.Node, key: string, outer: t.Function | null, marked: ReadonlySet<t.Node>): t.Function | null {
  if (key === 'key' || key === 'decorators') return outer;
  if (t.isFunction(node)) return key === 'body' && marked.has(node) ? node : null;
  return isInitializer(node) ? null : outer;
}

function isInitializer(node: t.Node): boolean {
  const isField = t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isClassAccessorProperty(node);
  return isField || t.isStaticBlock(node) || t.isTSModuleBlock(node);
}

function isNamedByKey(parent: t.Node): boolean {
  return t.isParenthesizedExpression(parent) || (t.isObjectProperty(parent) && parent.computed);
}
