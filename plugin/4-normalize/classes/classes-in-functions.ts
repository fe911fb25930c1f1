import { types as t } from '@babel/core';
import { isEvaluatedInPlace, isField } from '../../syntax/evaluation/activations.ts';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { put } from '../../syntax/put.ts';

/** A marked class, and the marked function that evaluates it. */
export interface Place {
  node: t.Class;
  /** The function whose body it is in; null in parameters and initializers of fields, which see no variables of a body. */
  owner: t.Function | null;
  /** Whether a computed key may name it. */
  namedByKey: boolean;
  replace: (value: t.Node) => void;
}

/** Where a node stands: in the body of a marked function, elsewhere in one, or in none. */
type Owner = t.Function | 'outside of the body' | null;

/** The marked classes that marked functions evaluate, outer ones first. */
export function findClassesInFunctions(program: t.Program, marked: ReadonlySet<t.Node>): Place[] {
  const places: Place[] = [];
  const visit = (node: t.Node, parent: t.Node, key: string, owner: Owner): void => {
    if (isTypeOnly(node)) return;
    if (t.isClass(node) && marked.has(node) && owner !== null) {
      const body = typeof owner === 'string' ? null : owner;
      const replace = (value: t.Node): void => put(parent, key, node, value);
      places.push({ node, owner: body, namedByKey: isNamedByKey(parent), replace });
    }
    eachChild(node, (child, childKey) => visit(child, node, childKey, ownerOf(node, childKey, owner, marked)));
  };
  eachChild(program, (child, key) => visit(child, program, key, null));
  return places;
}

/** What the code under `key` of a node belongs to. */
function ownerOf(node: t.Node, key: string, outer: Owner, marked: ReadonlySet<t.Node>): Owner {
  if (isEvaluatedInPlace(key)) return outer;
  if (t.isFunction(node)) {
    if (!marked.has(node)) return null;
    return key === 'body' ? node : 'outside of the body';
  }
  if (t.isStaticBlock(node) || t.isTSModuleBlock(node)) return null;
  if (!isField(node)) return outer;
  return marked.has(node) && !node.static ? 'outside of the body' : null;
}

function isNamedByKey(parent: t.Node): boolean {
  if (t.isParenthesizedExpression(parent)) return true;
  const isProperty = t.isObjectProperty(parent) || t.isClassProperty(parent) || t.isClassAccessorProperty(parent);
  return isProperty && parent.computed;
}
