import { types as t } from '@babel/core';
import { eachChild, unwrap } from '../../syntax/children.ts';
import { mayBeInDeadZone } from '../../3-analyze/scopes/early-runs.ts';
import { isConstant } from '../../3-analyze/scopes/initialization.ts';
import { mayBeLate } from '../variables/late-variables.ts';
import type { Binding } from '../../3-analyze/model.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { isInert } from './inert.ts';

/**
 * Whether an expression may as well be evaluated after `later` (which can suspend): its value cannot change and
 * evaluating it does nothing.
 */
export function isStable(expression: t.Expression, later: readonly (t.Node | null)[], ctx: FunctionContext): boolean {
  const node = unwrap(expression);
  if (t.isThisExpression(node)) return !mayComeBeforeSuper(node, ctx);
  if (t.isFunction(node)) return true;
  if (t.isLiteral(node)) return !t.isTemplateLiteral(node) && !t.isRegExpLiteral(node);
  if (t.isUnaryExpression(node) && node.operator === 'void') return t.isNumericLiteral(node.argument);
  return t.isIdentifier(node) && (node.name === 'undefined' || isStableVariable(node, later, ctx));
}

/** Whether `this` may throw, as `super()` has not returned. What has no position was added by a compiler, after that. */
export function mayComeBeforeSuper({ start }: t.ThisExpression | t.Super, ctx: FunctionContext): boolean {
  return typeof start === 'number' && start < ctx.thisOwner.hasThisFrom;
}

function isStableVariable(node: t.Identifier, later: readonly (t.Node | null)[], ctx: FunctionContext): boolean {
  const ref = ctx.program.analysis.refOf.get(node);
  if (!ref?.binding || ref.checked || ctx.program.ownNames.has(node) || mayBeLate(node, ctx)) return false;
  if (ref.binding.storage === 'native' && mayBeInDeadZone(ref, ref.binding, ctx.program.analysis)) return false;
  if (mayBeReassigned(ref.binding, ctx)) return later.every((other) => isInert(other, ctx));
  if (isConstant(ref.binding)) return true;
  return (
    !ref.binding.captured &&
    ref.binding.scope.fn === ctx.info &&
    !later.some((other) => writesTo(other, ref.binding as Binding, ctx))
  );
}

/**
 * Whether a variable is imported from a module that may assign to it. The exports of the runtime never change, and a namespace
 * is the same object for good.
 */
export function mayBeReassigned({ kind, name, value }: Binding, { program }: FunctionContext): boolean {
  if (kind !== 'import' || !t.isImportDeclaration(value)) return false;
  const { runtime } = program.options;
  const source = value.source.value;
  if (source === runtime || source.startsWith(`${runtime}/`)) return false;
  return !value.specifiers.some((each) => t.isImportNamespaceSpecifier(each) && each.local.name === name);
}

/** Whether it may be written more than once, too. A function expression is another function each time. */
export function isRepeatable(
  expression: t.Expression,
  later: readonly (t.Node | null)[],
  ctx: FunctionContext,
): boolean {
  return isStable(expression, later, ctx) && !t.isFunction(unwrap(expression));
}

/** Whether evaluating `node` assigns to the variable. */
function writesTo(node: t.Node | null, binding: Binding, ctx: FunctionContext): boolean {
  if (node === null) return false;
  if (t.isIdentifier(node)) {
    const ref = ctx.program.analysis.refOf.get(node);
    return ref?.binding === binding && ref.write;
  }
  if (t.isFunction(node)) return false;
  let found = false;
  eachChild(node, (child) => {
    found ||= writesTo(child, binding, ctx);
  });
  return found;
}
