import { types as t } from '@babel/core';
import { isParenthesized, isTypeOnly, membersOf } from '../3-analyze/children.ts';
import { compileClass } from './classes.ts';
import type { FunctionContext } from './context.ts';
import { assign, block, id, run, sequence, str, callOf, undef, member } from './build.ts';
import { compileFunction } from './functions.ts';
import { emitDelete } from './delete.ts';
import { compileMethod } from './compile-method.ts';
import { noteBinding, noteOptionalBinding } from './bindings.ts';
import { callFieldsMethod, emitAddition } from './moved-fields.ts';
import { withMethodSelves } from './methods.ts';
import { lostItsName, named, namedByKey, unnamed } from './naming.ts';
import { needsCheck, rewriteReference, rewriteTarget, storageOf } from './references.ts';
import { scopeEntry, withPrelude } from './scopes.ts';

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

function rewriteNode(node: t.Node, ctx: FunctionContext): t.Node {
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
    case 'CallExpression': {
      const call = callFieldsMethod(node, ctx);
      if (call !== null) return call;
      rewriteChildren(node, ctx);
      return ctx.info.marked || ctx.info.kind === 'program' ? noteBinding(node, ctx) : node;
    }
    case 'OptionalCallExpression':
      rewriteChildren(node, ctx);
      return ctx.info.marked || ctx.info.kind === 'program' ? noteOptionalBinding(node, ctx) : node;
    case 'ObjectProperty':
      return rewriteProperty(node, ctx);
    case 'MetaProperty':
      return rewriteMeta(node, ctx);
    case 'AwaitExpression': {
      const isTopLevel = ctx.info.kind === 'program' && t.isArrowFunctionExpression(node.argument);
      rewriteChildren(node, ctx);
      if (isTopLevel) node.argument = callOf(ctx.helper('topLevel'), node.argument);
      return node;
    }
    case 'BlockStatement':
      node.body = rewriteBody(node, node.body, ctx);
      return node;
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

function rewriteAll(node: t.Node, ctx: FunctionContext): t.Node {
  rewriteChildren(node, ctx);
  return node;
}

/** Rewrites the children in place; a statement may become none or several. */
export function rewriteChildren(node: t.Node, ctx: FunctionContext): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
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

/** Rewrites the statements of a block without yield points. */
export function rewriteBody(scopeNode: t.Node, statements: t.Statement[], ctx: FunctionContext): t.Statement[] {
  const body = statements.flatMap((statement) => rewriteStatement(statement, ctx));
  return withPrelude(scopeNode, [...scopeEntry(scopeNode, ctx), ...body], ctx);
}

export function rewriteStatement(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  const statements = keepComments(rewriteAlone(node, ctx), node);
  const declaration = t.isExportDeclaration(node) && 'declaration' in node ? node.declaration : node;
  return [...statements, ...((declaration && ctx.program.epilogues.get(declaration)) ?? [])];
}

/** Comments of a statement that was replaced. */
function keepComments(statements: t.Statement[], origin: t.Statement): t.Statement[] {
  const first = statements[0];
  const last = statements[statements.length - 1];
  if (first === undefined || last === undefined || first === origin) return statements;
  first.leadingComments ??= origin.leadingComments ?? null;
  last.trailingComments ??= origin.trailingComments ?? null;
  return statements;
}

/** A statement without what must follow its declaration. */
function rewriteAlone(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  if (isTypeOnly(node)) return [node];
  switch (node.type) {
    case 'VariableDeclaration':
      return rewriteVariables(node, ctx);
    case 'FunctionDeclaration':
      return [...(isMoved(node, ctx) ? [] : [rewriteNode(node, ctx) as t.Statement]), ...assignToFunction(node, ctx)];
    case 'ClassDeclaration':
      return rewriteClassStatement(node, ctx);
    case 'TSEnumDeclaration':
      return rewriteEnum(node, ctx);
    default:
      return ctx.info.compiled ? rewriteJumping(node, ctx) : [rewriteNode(node, ctx) as t.Statement];
  }
}

/** In a function that can suspend, jumps may have to take another way: loops and labels are noted. */
function rewriteJumping(node: t.Statement, ctx: FunctionContext, labels: string[] = []): t.Statement[] {
  switch (node.type) {
    case 'ReturnStatement': {
      const value = node.argument ? rewriteExpression(node.argument, ctx) : null;
      return ctx.emitReturn(value);
    }
    case 'BreakStatement':
    case 'ContinueStatement':
      return ctx.jumps.emitJump(node.type === 'BreakStatement' ? 'break' : 'continue', node.label?.name ?? null);
    case 'LabeledStatement': {
      const all = [...labels, node.label.name];
      const body =
        t.isLoop(node.body) || t.isLabeledStatement(node.body)
          ? rewriteJumping(node.body, ctx, all)
          : ctx.jumps.inside({ kind: 'block', labels: all }, () => rewriteStatement(node.body, ctx));
      node.body = body.length === 1 && body[0] !== undefined ? body[0] : block(body);
      return [node];
    }
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return ctx.jumps.inside({ kind: 'loop', labels }, () => [rewriteLoop(node, ctx)]);
    case 'SwitchStatement':
      return ctx.jumps.inside({ kind: 'switch', labels }, () => [rewriteNode(node, ctx) as t.Statement]);
    default:
      return [rewriteNode(node, ctx) as t.Statement];
  }
}

/** The head of a loop may declare variables that moved to the function. */
function rewriteLoop(node: t.Loop, ctx: FunctionContext): t.Statement {
  if (t.isForStatement(node) && t.isVariableDeclaration(node.init) && isMovedDeclaration(node.init, ctx)) {
    const init = rewriteVariables(node.init, ctx).map((statement) => (statement as t.ExpressionStatement).expression);
    node.init = init.length === 0 ? null : sequence(...init);
  } else if ((t.isForInStatement(node) || t.isForOfStatement(node)) && t.isVariableDeclaration(node.left)) {
    const [declarator] = node.left.declarations;
    if (declarator !== undefined && isMovedDeclaration(node.left, ctx))
      node.left = rewritePattern(declarator.id, ctx) as t.LVal;
  }
  rewriteChildren(node, ctx);
  return node;
}

/**
 * In sloppy code, a function declared in a block is also assigned to a variable of the function around, which does it
 * by itself as long as both have the name that they had.
 */
function assignToFunction(node: t.FunctionDeclaration, ctx: FunctionContext): t.Statement[] {
  const variable = ctx.program.analysis.sloppyFunctions.get(node);
  const own = node.id ? ctx.program.analysis.refOf.get(node.id)?.binding : null;
  if (variable === undefined || !own || variable.storage === 'native') return [];
  const isNative = variable.storage === 'hoisted' && variable.emittedName === variable.name && own.storage === 'native';
  return isNative ? [] : [assign(storageOf(variable, ctx), storageOf(own, ctx))];
}

export function isMoved(node: t.FunctionDeclaration | t.ClassDeclaration, ctx: FunctionContext): boolean {
  const binding = node.id ? ctx.program.analysis.refOf.get(node.id)?.binding : null;
  return binding !== null && binding !== undefined && binding.storage !== 'native';
}

export function isMovedDeclaration(node: t.VariableDeclaration, ctx: FunctionContext): boolean {
  const first = firstName(node.declarations[0]?.id);
  const binding = first === null ? null : ctx.program.analysis.refOf.get(first)?.binding;
  return binding !== null && binding !== undefined && binding.storage !== 'native';
}

function firstName(pattern: t.Node | null | undefined): t.Identifier | null {
  if (pattern === null || pattern === undefined) return null;
  if (t.isIdentifier(pattern)) return pattern;
  const parts = t.isArrayPattern(pattern)
    ? pattern.elements
    : t.isObjectPattern(pattern)
      ? pattern.properties.map((property) => (t.isRestElement(property) ? property.argument : property.value))
      : t.isAssignmentPattern(pattern)
        ? [pattern.left]
        : t.isRestElement(pattern)
          ? [pattern.argument]
          : [];
  for (const part of parts) {
    const name = firstName(part);
    if (name !== null) return name;
  }
  return null;
}

/** A declaration of variables that moved becomes assignments. */
function rewriteVariables(node: t.VariableDeclaration, ctx: FunctionContext): t.Statement[] {
  if (!isMovedDeclaration(node, ctx)) {
    rewriteChildren(node, ctx);
    return [node];
  }
  return node.declarations.flatMap(({ id: target, init }) => {
    if (init) return [run(initialize(target as t.LVal, init, rewriteExpression(init, ctx), ctx))];
    return node.kind === 'var' ? [] : [assign(rewriteTarget(target as t.Identifier, ctx), undef())];
  });
}

/** `target = value`, as an initialization; `origin` is the value as the source has it. */
export function initialize(target: t.LVal, origin: t.Node, value: t.Expression, ctx: FunctionContext): t.Expression {
  if (!t.isIdentifier(target)) return t.assignmentExpression('=', rewritePattern(target, ctx) as t.Identifier, value);
  const storage = rewriteTarget(target, ctx);
  return t.assignmentExpression('=', storage, named(origin, value, storage, ctx));
}

function rewriteClassStatement(node: t.ClassDeclaration, ctx: FunctionContext): t.Statement[] {
  const moved = isMoved(node, ctx);
  const name = node.id;
  const value = compileClass(node, ctx);
  if (!moved || !name) return t.isStatement(value) ? [value] : [run(value as t.Expression)];
  return [assign(rewriteTarget(name, ctx), asExpression(value))];
}

/** `enum E {...}` in a function whose variables moved: `enum E {...} E_1 = E;` */
function rewriteEnum(node: t.TSEnumDeclaration, ctx: FunctionContext): t.Statement[] {
  for (const { initializer } of membersOf(node))
    if (initializer && ctx.yields(initializer)) throw ctx.program.refuse(node);
  const binding = ctx.program.analysis.refOf.get(node.id)?.binding;
  for (const member of membersOf(node)) rewriteChildren(member, ctx);
  if (!binding || binding.storage === 'native') return [node];
  if (binding.declarations > 1) throw ctx.program.refuse(node);
  return [node, assign(rewriteTarget(node.id, ctx), id(node.id.name))];
}

function asExpression(node: t.Node): t.Expression {
  return t.isClassDeclaration(node) ? t.toExpression(node) : (node as t.Expression);
}

function rewriteAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const addition = emitAddition(node, ctx);
  if (addition !== null) return addition;
  const origin = node.right;
  node.right = rewriteExpression(node.right, ctx);
  if (!t.isIdentifier(node.left)) {
    node.left = rewritePattern(node.left, ctx) as t.LVal;
    return node;
  }
  return finishAssignment(node, node.left, origin, ctx);
}

/** Replaces the target of an assignment to a variable; the right side has been rewritten. */
export function finishAssignment(
  node: t.AssignmentExpression,
  target: t.Identifier,
  origin: t.Node,
  ctx: FunctionContext,
): t.Expression {
  const storage = rewriteTarget(target, ctx);
  node.left = storage;
  node.right = isParenthesized(target) ? unnamed(node.right) : named(origin, node.right, storage, ctx);
  if (!needsCheck(target, ctx)) return node;
  const check = callOf(ctx.helper('tdz'), t.cloneNode(storage), str(target.name));
  if (node.operator !== '=') return sequence(check, node);
  node.right = callOf(ctx.helper('late'), node.right, t.cloneNode(storage), str(target.name));
  return node;
}

function rewriteUpdate(node: t.UpdateExpression, ctx: FunctionContext): t.Expression {
  const { argument } = node;
  if (!t.isIdentifier(argument)) {
    rewriteChildren(node, ctx);
    return node;
  }
  const storage = rewriteTarget(argument, ctx);
  node.argument = storage;
  if (!needsCheck(argument, ctx)) return node;
  return sequence(callOf(ctx.helper('tdz'), t.cloneNode(storage), str(argument.name)), node);
}

/** A pattern that is assigned: targets, defaults and computed keys. */
export function rewritePattern(node: t.Node, ctx: FunctionContext): t.Node {
  switch (node.type) {
    case 'Identifier':
      return needsCheck(node, ctx) ? checkedTarget(node, ctx) : rewriteTarget(node, ctx);
    case 'AssignmentPattern': {
      const origin = node.right;
      const isNameless = isParenthesized(node.left);
      node.right = rewriteExpression(node.right, ctx);
      node.left = rewritePattern(node.left, ctx) as typeof node.left;
      if (isNameless) node.right = unnamed(node.right);
      else if (t.isIdentifier(node.left) || t.isMemberExpression(node.left))
        node.right = named(origin, node.right, node.left, ctx);
      return node;
    }
    case 'RestElement':
      node.argument = rewritePattern(node.argument, ctx) as typeof node.argument;
      return node;
    case 'ArrayPattern':
      node.elements = node.elements.map((element) =>
        element === null ? null : rewritePattern(element, ctx),
      ) as typeof node.elements;
      return node;
    case 'ObjectPattern':
      for (const property of node.properties) rewritePatternProperty(property, ctx);
      return node;
    default:
      return rewriteNode(node, ctx);
  }
}

/** A variable that may be in its dead zone, assigned by a pattern: `lateTarget(x, "x", (v) => x = v).value` */
function checkedTarget(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const storage = rewriteTarget(node, ctx);
  const value = id(ctx.program.unique('value'));
  const store = t.arrowFunctionExpression([value], t.assignmentExpression('=', storage, t.cloneNode(value)));
  return member(callOf(ctx.helper('lateTarget'), t.cloneNode(storage), str(node.name), store), 'value');
}

function rewritePatternProperty(property: t.ObjectProperty | t.RestElement, ctx: FunctionContext): void {
  if (t.isRestElement(property)) {
    rewritePattern(property, ctx);
    return;
  }
  if (property.computed) property.key = rewriteExpression(property.key as t.Expression, ctx);
  const value = rewritePattern(property.value, ctx);
  unshorthand(property, value);
}

function rewriteProperty(node: t.ObjectProperty, ctx: FunctionContext): t.Node {
  if (node.computed) node.key = rewriteExpression(node.key as t.Expression, ctx);
  const origin = node.value;
  const value = t.isPattern(origin) ? rewritePattern(origin, ctx) : rewriteNode(origin, ctx);
  unshorthand(node, value);
  return node.computed && lostItsName(origin, value) ? namedByKey(node, ctx) : node;
}

function unshorthand(property: t.ObjectProperty, value: t.Node): void {
  if (property.shorthand && value !== property.value) property.shorthand = false;
  property.value = value as typeof property.value;
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
