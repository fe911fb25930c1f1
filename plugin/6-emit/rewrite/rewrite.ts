import { types as t } from '@babel/core';
import { isSpreadParameter } from '../../syntax/constructors.ts';
import { isTypeOnly, unwrap } from '../../syntax/children.ts';
import { noteBinding, noteOptionalBinding } from '../state/bindings.ts';
import { block, callOf, detached, id } from '../../syntax/build.ts';
import { compileClass } from '../classes/classes.ts';
import { compileMethod } from '../functions/compile-method.ts';
import type { FunctionContext } from '../state/context.ts';
import { emitDelete } from '../expressions/delete.ts';
import { compileFunction } from '../functions/functions.ts';
import { withMethodSelves } from '../functions/methods.ts';
import { callFieldsMethod } from '../classes/moved-fields.ts';
import { rewriteReference } from '../functions/references.ts';
import { rewriteAssignment, rewriteUpdate, rewritePattern, rewriteProperty } from './rewrite-assignments.ts';
import { rewriteBody, rewriteStatement, rewriteAlone } from './rewrite-statements.ts';
import { spreadArguments } from '../functions/parameters.ts';
import { withPrelude } from '../functions/scopes.ts';
import { withSwitchPrelude } from '../statements/switch-prelude.ts';

/**
 * Rewrites code without yield points (or the code of a generator): references to variables that moved, jumps out of
 * lowered statements, and the functions in it. Statements and expressions otherwise stay as they are.
 */
export function rewrite<N extends t.Node>(node: N, ctx: FunctionContext): N {
  return rewriteNode(node, ctx) as N;
}

export function rewriteExpression(node: t.Expression, ctx: FunctionContext): t.Expression {
  return rewriteNode(node, ctx) as t.Expression;
}

export function rewriteNode(node: t.Node, ctx: FunctionContext): t.Node {
  switch (node.type) {
    case 'Identifier':
      return rewriteReference(node, ctx);
    case 'JSXIdentifier':
      return rewriteJsxName(node, ctx);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return compileFunction(node, ctx);
    case 'ObjectMethod':
      if (node.computed) node.key = rewriteExpression(node.key, ctx);
      return compileMethod(node, ctx);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return compileClass(node, ctx);
    case 'ObjectExpression':
      rewriteChildren(node, ctx);
      return withMethodSelves(node, ctx);
    case 'AssignmentExpression':
      return rewriteAssignment(node, ctx);
    case 'UpdateExpression':
      return rewriteUpdate(node, ctx);
    case 'UnaryExpression':
      return node.operator === 'delete' ? emitDelete(node, ctx, rewriteExpression) : rewriteAll(node, ctx);
    case 'CallExpression':
      return callFieldsMethod(node, ctx) ?? rewritePlainCall(node, ctx);
    case 'TaggedTemplateExpression':
      return rewriteCall(node, 'tag', ctx);
    case 'OptionalCallExpression':
      rewriteCall(node, 'callee', ctx);
      return ctx.info.marked || ctx.info.kind === 'program' ? noteOptionalBinding(node, ctx) : node;
    case 'ObjectProperty':
      return rewriteProperty(node, ctx);
    case 'MetaProperty':
      return rewriteMeta(node, ctx);
    case 'AwaitExpression':
      return rewriteAwait(node, ctx);
    case 'SpreadElement':
      return rewriteSpread(node, ctx);
    case 'BlockStatement':
      node.body = rewriteBody(node, node.body, ctx);
      return node;
    case 'SwitchStatement':
      rewriteChildren(node, ctx);
      return withSwitchPrelude(node, ctx);
    case 'ExportDefaultDeclaration':
      return rewriteDefaultExport(node, ctx);
    case 'StaticBlock':
    case 'TSModuleBlock':
    case 'Program':
      rewriteChildren(node, ctx);
      (node as { body: t.Statement[] }).body = withPrelude(node, node.body, ctx);
      return node;
    default:
      return rewriteAll(node, ctx);
  }
}

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

function rewriteAll(node: t.Node, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
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

/** Rewrites the children in place, other than those under some keys; a statement may become none or several. */
export function rewriteChildren(node: t.Node, ctx: FunctionContext, except: readonly string[] = []): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    if (except.includes(key)) continue;
    const child = fields[key];
    if (Array.isArray(child)) fields[key] = rewriteList(child as (t.Node | null)[], ctx);
    else if (isNode(child) && !isTypeOnly(child)) {
      fields[key] = isLoopTarget(node, key) ? rewritePattern(child, ctx) : rewriteChild(child, ctx);
    }
  }
}

/** `x` in `for (x of list)` */
function isLoopTarget(node: t.Node, key: string): boolean {
  return key === 'left' && t.isForXStatement(node) && t.isIdentifier(node.left);
}

function rewriteChild(child: t.Node, ctx: FunctionContext): t.Node {
  if (t.isPattern(child) || t.isRestElement(child)) return rewritePattern(child, ctx);
  if (!t.isStatement(child) || t.isBlockStatement(child)) return rewriteNode(child, ctx);
  const statements = rewriteAlone(child, ctx);
  return statements.length === 1 && statements[0] !== undefined ? statements[0] : block(statements);
}

function rewriteList(children: (t.Node | null)[], ctx: FunctionContext): (t.Node | null)[] {
  return children.flatMap((child) => {
    if (child === null || isTypeOnly(child)) return [child];
    return t.isStatement(child) ? rewriteStatement(child, ctx) : [rewriteChild(child, ctx)];
  });
}

function isNode(value: unknown): value is t.Node {
  return typeof value === 'object' && value !== null && 'type' in value;
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
