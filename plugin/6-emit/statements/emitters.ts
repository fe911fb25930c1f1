import { types as t } from '@babel/core';
import { at, block } from '../../syntax/build.ts';
import { emitClassDeclaration } from '../classes/classes.ts';
import type { Emitters } from '../context/handlers.ts';
import { emitEffect } from '../expressions/branches.ts';
import { emitForOf } from './loops/iteration.ts';
import { emitIfStatement } from './if.ts';
import { emitDoWhile, emitWhile } from './loops/loops.ts';
import { emitReturn } from './results.ts';
import { emitSwitch } from './switch.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitStatement, lift } from '../context/dispatch.ts';
import { withLabels } from './loops/labels.ts';
import { emitBlock, emitBody } from './blocks.ts';

function emitLabeled(node: t.LabeledStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const { name } = node.label;
  if (t.isLoop(node.body) || t.isLabeledStatement(node.body) || t.isSwitchStatement(node.body)) {
    return emitStatement(node.body, ctx, [...labels, name]);
  }
  const all = [...labels, name];
  const statements = ctx.jumps.inside({ kind: 'block', labels: all }, () => emitBody(node.body, ctx));
  ctx.compound(withLabels(block(statements), all));
}

/** Statements with yield points, in functions of any kind. */
export const emitters: Emitters = {
  ExpressionStatement: ({ expression }, ctx) => emitEffect(expression, ctx),
  ReturnStatement: emitReturn,
  ThrowStatement: (node, ctx) => ctx.add(at(t.throwStatement(lift(node.argument, ctx)), node)),
  IfStatement: emitIfStatement,
  BlockStatement: emitBlock,
  LabeledStatement: emitLabeled,
  WhileStatement: emitWhile,
  DoWhileStatement: emitDoWhile,
  ForOfStatement: emitForOf,
  SwitchStatement: emitSwitch,
  ClassDeclaration: emitClassDeclaration,
};
