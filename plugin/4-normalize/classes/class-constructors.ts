import { types as t } from '@babel/core';
import { eachChild } from '../../syntax/children.ts';
import { belongsToFunctionAround, spreadParameter } from '../../syntax/classes/constructors.ts';
import { put } from '../../syntax/put.ts';

/**
 * Lets a constructor call `start` as soon as it has its object, which is when the fields are initialized natively.
 * Returns the function that has its parameters from now on.
 */
export function startFields(
  constructor: t.ClassMethod,
  owner: t.Class,
  start: () => t.Expression,
  unique: (hint: string) => string,
): t.Function {
  if (owner.superClass) {
    eachChild(constructor, (child, key) => {
      if (key !== 'key') startAfterSuper(constructor, key, child, start);
    });
    return constructor;
  }
  const isSimple = constructor.params.every((param) => t.isIdentifier(param));
  const owningParameters = isSimple ? constructor : moveParametersToArrow(constructor, unique);
  constructor.body.body.unshift(t.expressionStatement(start()));
  return owningParameters;
}

/** `super(x)   =>   (super(x), start(), this)`, wherever it belongs to the constructor. */
function startAfterSuper(parent: t.Node, key: string, node: t.Node, start: () => t.Expression): void {
  eachChild(node, (child, childKey) => {
    if (belongsToFunctionAround(node, childKey)) startAfterSuper(node, childKey, child, start);
  });
  if (t.isCallExpression(node) && t.isSuper(node.callee)) {
    put(parent, key, node, t.sequenceExpression([node, start(), t.thisExpression()]));
  }
}

/**
 * The parameters of a constructor see the fields: they are evaluated by an arrow in it.
 *
 *     constructor(a = this.x, ...b) {...}
 *     =>
 *     constructor(param = void 0, ...param_1) { return ((a = this.x, ...b) => {...})(param, ...param_1); }
 */
function moveParametersToArrow(constructor: t.ClassMethod, unique: (hint: string) => string): t.Function {
  const params = constructor.params as t.ArrowFunctionExpression['params'];
  const arrow = t.arrowFunctionExpression(params, constructor.body);
  arrow.loc = constructor.loc ?? null;
  const names = params.map(() => unique('param'));
  constructor.params = params.map((param, index) => placeholder(param, t.identifier(names[index] as string)));
  const args = params.map((param, index) => {
    const name = names[index] as string;
    return t.isRestElement(param) ? spreadParameter(name) : t.identifier(name);
  });
  constructor.body = t.blockStatement([t.returnStatement(t.callExpression(arrow, args))]);
  return arrow;
}

/** `length` stays. */
function placeholder(param: t.Node, name: t.Identifier): t.Identifier | t.AssignmentPattern | t.RestElement {
  if (t.isRestElement(param)) return t.restElement(name);
  const nothing = t.unaryExpression('void', t.numericLiteral(0));
  return t.isAssignmentPattern(param) ? t.assignmentPattern(name, nothing) : name;
}
