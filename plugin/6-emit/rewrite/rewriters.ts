import { types as t } from '@babel/core';
import { isSpreadParameter } from '../../syntax/classes/constructors.ts';
import { unwrap } from '../../syntax/children.ts';
import { noteBinding, noteOptionalBinding } from '../calls/bindings.ts';
import { compileClass } from '../classes/classes.ts';
import { callFieldsMethod } from '../classes/fields-method.ts';
import { rewriteExpression } from '../context/dispatch.ts';
import type { Rewriters } from '../context/handlers.ts';
import { emitDelete } from '../expressions/delete.ts';
import { compileMethod } from '../functions/compile-method.ts';
import { compileFunction } from '../functions/functions.ts';
import { withMethodSelves } from '../functions/methods.ts';
import { withSwitchPrelude } from '../statements/switch-prelude.ts';
import { rewriteReference } from '../variables/references.ts';
import { withPrelude } from '../variables/scopes.ts';
import { rewriteAssignment, rewriteProperty, rewriteUpdate } from './rewrite-assignments.ts';
import { rewriteBody } from './rewrite-statements.ts';
import { callOf, detached, id } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { spreadArguments } from '../values/spread.ts';
import { rewriteChildren } from './children.ts';

/** A class declaration may have become an expression. */
function rewriteDefaultExport(node: t.ExportDefaultDeclaration, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  const declaration = node.declaration as t.Node;
  if (t.isExpressionStatement(declaration)) node.declaration = declaration.expression;
  return node;
}

function rewritePlainCall(node: t.CallExpression, ctx: FunctionContext): t.Node {
  rewriteCall(node, 'callee', ctx);
  return ctx.info.marked || ctx.info.kind === 'program' ? noteBinding(node, ctx) : node;
}

function rewriteSpread(node: t.SpreadElement, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  return isSpreadParameter(node) ? spreadArguments(node.argument, ctx) : node;
}

function rewriteAwait(node: t.AwaitExpression, ctx: FunctionContext): t.Node {
  const isTopLevel = ctx.info.kind === 'program' && t.isArrowFunctionExpression(node.argument);
  rewriteChildren(node, ctx);
  if (isTopLevel) node.argument = callOf(ctx.helper('topLevel'), node.argument);
  return node;
}

/** `f(x)   =>   (0, scope.f)(x)`: the object that holds the variable is nobody's `this`. */
function rewriteCall(node: t.Node, key: 'callee' | 'tag', ctx: FunctionContext): t.Node {
  const call = node as unknown as Record<typeof key, t.Expression>;
  const isVariable = t.isIdentifier(unwrap(call[key]));
  rewriteChildren(node, ctx);
  if (isVariable) call[key] = detached(call[key]);
  return node;
}

function rewriteMeta(node: t.MetaProperty, ctx: FunctionContext): t.Expression {
  const { newTargetName } = ctx.thisOwner;
  return node.meta.name === 'new' && newTargetName !== null ? id(newTargetName) : node;
}

function rewriteJsxName(node: t.JSXIdentifier, ctx: FunctionContext): t.Node {
  const ref = ctx.program.analysis.refOf.get(node);
  if (!ref?.binding || ref.binding.storage === 'native') return node;
  if (ref.binding.storage === 'hoisted') return t.jsxIdentifier(ref.binding.emittedName);
  return t.jsxMemberExpression(t.jsxIdentifier(ctx.program.box(ref.binding.scope)), t.jsxIdentifier(ref.binding.name));
}

/** What has a prelude: statements that were found while its code was rewritten. */
function rewriteWithPrelude<N extends t.StaticBlock | t.TSModuleBlock | t.Program>(node: N, ctx: FunctionContext): N {
  rewriteChildren(node, ctx);
  (node as { body: t.Statement[] }).body = withPrelude(node, node.body, ctx);
  return node;
}

function rewriteOptionalCall(node: t.OptionalCallExpression, ctx: FunctionContext): t.Node {
  rewriteCall(node, 'callee', ctx);
  return ctx.info.marked || ctx.info.kind === 'program' ? noteOptionalBinding(node, ctx) : node;
}

function rewriteUnary(node: t.UnaryExpression, ctx: FunctionContext): t.Node {
  return node.operator === 'delete' ? emitDelete(node, ctx, rewriteExpression) : rewriteOther(node, ctx);
}

function rewriteObject(node: t.ObjectExpression, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  return withMethodSelves(node, ctx);
}

function rewriteMethod(node: t.ObjectMethod, ctx: FunctionContext): t.Node {
  if (node.computed) node.key = rewriteExpression(node.key, ctx);
  return compileMethod(node, ctx);
}

function rewriteBlock(node: t.BlockStatement, ctx: FunctionContext): t.Node {
  node.body = rewriteBody(node, node.body, ctx);
  return node;
}

function rewriteSwitch(node: t.SwitchStatement, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  return withSwitchPrelude(node, ctx);
}

/** Rewrites what is in a node, which itself stays. */
export function rewriteOther(node: t.Node, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  return node;
}

/** Nodes that become something else when they are rewritten. */
export const rewriters: Rewriters = {
  Identifier: rewriteReference,
  JSXIdentifier: rewriteJsxName,
  FunctionDeclaration: compileFunction,
  FunctionExpression: compileFunction,
  ArrowFunctionExpression: compileFunction,
  ObjectMethod: rewriteMethod,
  ClassDeclaration: compileClass,
  ClassExpression: compileClass,
  ObjectExpression: rewriteObject,
  AssignmentExpression: rewriteAssignment,
  UpdateExpression: rewriteUpdate,
  UnaryExpression: rewriteUnary,
  CallExpression: (node, ctx) => callFieldsMethod(node, ctx) ?? rewritePlainCall(node, ctx),
  TaggedTemplateExpression: (node, ctx) => rewriteCall(node, 'tag', ctx),
  OptionalCallExpression: rewriteOptionalCall,
  ObjectProperty: rewriteProperty,
  MetaProperty: rewriteMeta,
  AwaitExpression: rewriteAwait,
  SpreadElement: rewriteSpread,
  BlockStatement: rewriteBlock,
  SwitchStatement: rewriteSwitch,
  ExportDefaultDeclaration: rewriteDefaultExport,
  StaticBlock: rewriteWithPrelude,
  TSModuleBlock: rewriteWithPrelude,
  Program: rewriteWithPrelude,
};
