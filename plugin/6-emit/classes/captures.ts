import { types as t } from '@babel/core';
import { const_, id } from '../../syntax/build.ts';
import { isDecorated } from '../../syntax/classes/decorated.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { isMoved } from '../variables/moved.ts';

/**
 * Constants after the class are cheaper than variables assigned in it, and as good if no method can be called while the
 * class is being defined.
 */
export function canCaptureAfterwards(
  node: t.Class,
  ctx: FunctionContext,
): node is t.ClassDeclaration & { id: t.Identifier } {
  if (!t.isClassDeclaration(node) || !node.id || isMoved(node, ctx)) return false;
  const runsCode = node.body.body.some((element) => runsInDefinition(element));
  return !runsCode;
}

/** Private methods, too: the functions that they become are made in the class. Decorators see and may call methods. */
function runsInDefinition(element: t.ClassBody['body'][number]): boolean {
  if (t.isStaticBlock(element) || t.isClassPrivateMethod(element) || isDecorated(element)) return true;
  if (t.isClassMethod(element)) return element.computed;
  const { static: isStatic, computed } = element as { static?: boolean; computed?: boolean };
  return isStatic === true || computed === true;
}

/** `m_self = ownValue(this.prototype, "m")` in the class   =>   `const m_self = ownValue(C.prototype, "m")` after it */
export function captureAfter(capture: t.Statement, name: t.Identifier): t.Statement {
  const { left, right } = (capture as t.ExpressionStatement).expression as t.AssignmentExpression;
  const value = right as t.CallExpression;
  value.arguments = value.arguments.map((argument) => outside(argument as t.Expression, name));
  return const_((left as t.Identifier).name, value);
}

function outside(node: t.Expression, name: t.Identifier): t.Expression {
  if (t.isCallExpression(node)) {
    node.arguments = node.arguments.map((argument) => outside(argument as t.Expression, name));
    return node;
  }
  if (t.isThisExpression(node)) return id(name.name);
  return t.isMemberExpression(node) && t.isThisExpression(node.object)
    ? t.memberExpression(id(name.name), node.property)
    : node;
}
