import { types as t } from '@babel/core';
import { isTypeOnly, membersOf } from '../../syntax/children.ts';
import { assign, block, id, let_, run, sequence, undef } from '../../syntax/build.ts';
import { isYieldingScope } from '../../5-allocate/storage.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { named } from '../values/naming.ts';
import { NESTED, originOf, takenApart } from '../values/origins.ts';
import { rewriteTarget, storageOf } from '../variables/references.ts';
import { rewritePattern } from './rewrite-patterns.ts';
import { functionExpression, rewriteExpression, rewriteNode, rewriteStatement } from '../context/dispatch.ts';
import { rewriteChildren } from './children.ts';
import { scopeEntry, withPrelude } from '../variables/scopes.ts';
import { initialize } from './initialize.ts';
import { isMoved, isMovedDeclaration } from '../variables/moved.ts';

/** Rewrites the statements of a block without yield points. */
export function rewriteBody(scopeNode: t.Node, statements: t.Statement[], ctx: FunctionContext): t.Statement[] {
  const body = statements.flatMap((statement) => rewriteStatement(statement, ctx));
  return withPrelude(scopeNode, [...scopeEntry(scopeNode, ctx), ...body], ctx);
}

/** A statement without what must follow its declaration. */
export function rewriteAlone(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  if (isTypeOnly(node)) return [node];
  switch (node.type) {
    case 'VariableDeclaration':
      return rewriteVariables(node, ctx);
    case 'FunctionDeclaration':
      return [...rewriteDeclaration(node, ctx), ...assignToFunction(node, ctx)];
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
  rewriteChildren(node, ctx, rewriteMovedHead(node, ctx));
  return node;
}

/** Returns the key of what has been rewritten, if anything has. */
function rewriteMovedHead(node: t.Loop, ctx: FunctionContext): string[] {
  if (t.isForStatement(node) && t.isVariableDeclaration(node.init) && isMovedDeclaration(node.init, ctx)) {
    const init = rewriteVariables(node.init, ctx).map((statement) => (statement as t.ExpressionStatement).expression);
    node.init = init.length === 0 ? null : sequence(...init);
    return ['init'];
  }
  if ((t.isForInStatement(node) || t.isForOfStatement(node)) && t.isVariableDeclaration(node.left)) {
    const [declarator] = node.left.declarations;
    if (declarator === undefined || !isMovedDeclaration(node.left, ctx)) return [];
    node.left = rewritePattern(declarator.id, ctx) as t.LVal;
    return ['left'];
  }
  return [];
}

function rewriteDeclaration(node: t.FunctionDeclaration, ctx: FunctionContext): t.Statement[] {
  if (!isMoved(node, ctx)) return [rewriteNode(node, ctx) as t.Statement];
  const binding = node.id ? ctx.program.analysis.refOf.get(node.id)?.binding : null;
  if (binding?.value !== node || isYieldingScope(binding.scope, ctx.program.analysis)) return [];
  // Only its name has changed: the block begins with the function.
  const { preludes } = ctx.program;
  const { node: scopeNode } = binding.scope;
  const compiled = functionExpression(node, ctx);
  const value = named(compiled, compiled, storageOf(binding, ctx), ctx);
  preludes.set(scopeNode, [...(preludes.get(scopeNode) ?? []), let_(binding.emittedName, value)]);
  return [];
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

/** A declaration of variables that moved becomes assignments. */
function rewriteVariables(node: t.VariableDeclaration, ctx: FunctionContext): t.Statement[] {
  if (!isMovedDeclaration(node, ctx)) {
    const origins = node.declarations.map(({ init }) => init && originOf(init));
    rewriteChildren(node, ctx);
    node.declarations.forEach((declarator, index) => {
      const { id: target, init } = declarator;
      if (init) declarator.init = takenApart(target, init, origins[index] ?? NESTED, ctx);
    });
    return [node];
  }
  return node.declarations.flatMap(({ id: target, init }) => {
    if (init) {
      const origin = originOf(init);
      const value = takenApart(target, rewriteExpression(init, ctx), origin, ctx);
      return [run(initialize(target as t.LVal, init, value, ctx))];
    }
    return node.kind === 'var' ? [] : [assign(rewriteTarget(target as t.Identifier, ctx), undef())];
  });
}

function rewriteClassStatement(node: t.ClassDeclaration, ctx: FunctionContext): t.Statement[] {
  const moved = isMoved(node, ctx);
  const name = node.id;
  const value = rewriteNode(node, ctx);
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
