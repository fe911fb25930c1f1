import { types as t } from '@babel/core';
import { staysInActivation } from '../evaluation/activations.ts';

export function constructorOf(node: t.Class): t.ClassMethod | undefined {
  return node.body.body.find(
    (element): element is t.ClassMethod => t.isClassMethod(element) && element.kind === 'constructor',
  );
}

/** `constructor(...args) { super(...args); }`, or an empty one if there is no parent. */
export function implicitConstructor(node: t.Class, args = 'args'): t.ClassMethod {
  const call = t.callExpression(t.super(), [spreadParameter(args)]);
  const body = t.blockStatement(node.superClass ? [t.expressionStatement(call)] : []);
  const params = node.superClass ? [t.restElement(t.identifier(args))] : [];
  return t.classMethod('constructor', t.identifier('constructor'), params, body);
}

/** Where a constructor has its `this`: at the start, or right after `super(...)` if there is a parent. Null if that is no statement of its own. */
export function indexOfThis({ body: { body } }: t.ClassMethod, owner: t.Class): number | null {
  if (!owner.superClass) return 0;
  const index = body.findIndex(isSuperCall);
  return index < 0 ? null : index + 1;
}

function isSuperCall(statement: t.Statement): boolean {
  return (
    t.isExpressionStatement(statement) &&
    t.isCallExpression(statement.expression) &&
    t.isSuper(statement.expression.callee)
  );
}

/** `...name` of a rest parameter, which passes arguments on as they are: no iterator is asked for them. */
export function spreadParameter(name: string): t.SpreadElement {
  const spread = t.spreadElement(t.identifier(name));
  spread.extra = { passesOn: true };
  return spread;
}

export function isSpreadParameter(node: t.Node | null | undefined): node is t.SpreadElement {
  return t.isSpreadElement(node) && node.extra?.passesOn === true;
}

/** Whether it is one that `implicitConstructor` wrote, and nothing has been added to. */
export function isImplicitConstructor({ body }: t.ClassMethod | t.ClassPrivateMethod): boolean {
  const [only] = body.body;
  return (
    body.body.length === 1 &&
    t.isExpressionStatement(only) &&
    t.isCallExpression(only.expression) &&
    isSpreadParameter(only.expression.arguments[0])
  );
}

/** Whether `this` and `super()` mean the same in a child as around the node. */
export function belongsToFunctionAround(node: t.Node, key: string): boolean {
  return t.isArrowFunctionExpression(node) || staysInActivation(node, key);
}
