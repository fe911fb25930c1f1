import { types as t } from '@babel/core';
import { str, unnamed } from '../../syntax/build.ts';
import { emitEffect, liftConditional, liftLogical } from './branches.ts';
import { emitCall } from '../calls/calls.ts';
import { emitClassExpression } from '../classes/classes.ts';
import type { Lifters } from '../context/handlers.ts';
import { describeSpread } from '../values/describe.ts';
import { liftElements } from '../values/elements.ts';
import { liftAssignment } from './assignments.ts';
import { emitChain, emitDeletedChain } from './chains.ts';
import { emitDelete } from './delete.ts';
import { liftJsx } from './jsx.ts';
import { emitObject } from './objects.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift } from '../context/dispatch.ts';
import { liftStable, keep } from '../values/keep.ts';
import { liftMember } from '../values/members.ts';

function liftImport(node: t.ImportExpression, ctx: FunctionContext): t.Expression {
  const options = node.options ?? null;
  node.source = liftStable(node.source, [options], ctx);
  node.options = options && lift(options, ctx);
  return node;
}

function liftDeleted(argument: t.Expression, ctx: FunctionContext): t.Expression {
  return t.isMemberExpression(argument) ? liftMember(argument, ctx) : lift(argument, ctx);
}

function liftBinary(node: t.BinaryExpression, ctx: FunctionContext): t.Expression {
  if (t.isPrivateName(node.left)) node.right = lift(node.right, ctx);
  else {
    node.left = liftStable(node.left, [node.right], ctx);
    node.right = lift(node.right, ctx);
  }
  return node;
}

function liftSequence(node: t.SequenceExpression, ctx: FunctionContext): t.Expression {
  const last = node.expressions[node.expressions.length - 1] as t.Expression;
  for (const expression of node.expressions.slice(0, -1)) emitEffect(expression, ctx);
  return unnamed(lift(last, ctx));
}

/** Each value is converted to a string before the next is evaluated. */
function liftTemplate(node: t.TemplateLiteral, ctx: FunctionContext): t.Expression {
  const expressions = node.expressions as t.Expression[];
  node.expressions = expressions.map((expression, index) => {
    const later = expressions.slice(index + 1);
    const value = lift(expression, ctx);
    if (!later.some((other) => ctx.yields(other))) return value;
    return keep(t.templateLiteral([quasi(''), quasi('')], [value]), ctx);
  });
  return node;
}

function quasi(text: string): t.TemplateElement {
  return t.templateElement({ raw: text, cooked: text });
}

function liftUnary(node: t.UnaryExpression, ctx: FunctionContext): t.Expression {
  const { operator, argument } = node;
  if (operator !== 'delete') node.argument = lift(argument, ctx);
  else if (t.isOptionalMemberExpression(argument)) return emitDeletedChain(argument, ctx);
  else return emitDelete(node, ctx, liftDeleted);
  return node;
}

function liftUpdate(node: t.UpdateExpression, ctx: FunctionContext): t.Expression {
  node.argument = liftMember(node.argument as t.MemberExpression, ctx);
  return node;
}

function liftArray(node: t.ArrayExpression, ctx: FunctionContext): t.Expression {
  node.elements = liftElements(node.elements, ctx, (iterated) => [str(describeSpread(iterated))]);
  return node;
}

/** Expressions with yield points, in functions of any kind. */
export const lifters: Lifters = {
  CallExpression: emitCall,
  NewExpression: emitCall,
  TaggedTemplateExpression: emitCall,
  AwaitExpression: emitCall,
  OptionalCallExpression: emitChain,
  OptionalMemberExpression: emitChain,
  AssignmentExpression: liftAssignment,
  LogicalExpression: liftLogical,
  ConditionalExpression: liftConditional,
  SequenceExpression: liftSequence,
  BinaryExpression: liftBinary,
  MemberExpression: liftMember,
  UnaryExpression: liftUnary,
  UpdateExpression: liftUpdate,
  ArrayExpression: liftArray,
  ObjectExpression: emitObject,
  TemplateLiteral: liftTemplate,
  JSXElement: liftJsx,
  JSXFragment: liftJsx,
  ClassExpression: emitClassExpression,
  ImportExpression: liftImport,
};
