import { types as t } from '@babel/core';
import type { LateVariable } from '../../3-analyze/model.ts';
import { at, callOf, id, member, nil, sequence, set, str } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import type { ProgramContext } from '../context/program-context.ts';

/**
 * The variables of a module that get their values in the function that runs its top level. Until then, one holds a value
 * that tells so. Where others would see that, another variable has it:
 *
 *     let x = UNINITIALIZED;                                  tdz(x, "x")
 *     export let y; var y_state = UNINITIALIZED;              (tdz(y_state, "y"), y)
 */
export function declareLateVariables(program: t.Program, context: ProgramContext): void {
  const { late } = context.analysis;
  const states = [...late].flatMap(([name, { state }]) => (state === null || state === name ? [] : [state]));
  for (const statement of program.body) {
    if (!t.isVariableDeclaration(statement, { kind: 'let' })) continue;
    for (const declarator of statement.declarations) {
      if (!t.isIdentifier(declarator.id) || declarator.init) continue;
      const { name } = declarator.id;
      if (late.get(name)?.state === name) declarator.init = context.helper('UNINITIALIZED');
    }
  }
  if (states.length === 0) return;
  const declarators = states.map((state) => t.variableDeclarator(id(state), context.helper('UNINITIALIZED')));
  // By a cycle of imports, functions run before that; what they use is then in the dead zone of the language.
  context.opening.push(t.variableDeclaration('var', declarators));
}

/** The variable that `node` means, if it is such a one. */
function lateVariable(node: t.Node, { program }: FunctionContext): LateVariable | undefined {
  const ref = program.analysis.refOf.get(node);
  if (ref?.binding?.scope.kind !== 'program') return undefined;
  return program.analysis.late.get(ref.name);
}

/** Whether the variable may not be initialized yet where it is used. */
export function mayBeLate(node: t.Node, ctx: FunctionContext): boolean {
  const late = lateVariable(node, ctx);
  return late !== undefined && late.state !== null && late.initial !== node && !late.timely.has(node);
}

/** Whether assigning to it is more than storing a value. */
export function isLateTarget(node: t.Node, ctx: FunctionContext): boolean {
  const late = lateVariable(node, ctx);
  if (late === undefined) return false;
  if (late.initial === node) return hasState(node, late);
  return late.isConstant || mayBeLate(node, ctx);
}

function hasState({ name }: t.Identifier, { state }: LateVariable): boolean {
  return state !== null && state !== name;
}

/** Whether it is assigned where it may not be initialized yet, and is no constant, which refuses by itself. */
export function isLateWrite(node: t.Node, ctx: FunctionContext): boolean {
  return lateVariable(node, ctx)?.isConstant === false && mayBeLate(node, ctx);
}

/** The variable where it is read; null if it needs no check. */
export function readLate(node: t.Identifier, ctx: FunctionContext): t.Expression | null {
  const late = lateVariable(node, ctx);
  if (late === undefined || late.state === null || !mayBeLate(node, ctx)) return null;
  const check = at(callOf(ctx.helper('tdz'), id(late.state), str(node.name)), node);
  return hasState(node, late) ? sequence(check, node) : check;
}

/** What tells whether the variable is initialized. */
export function stateOfLate(node: t.Identifier, ctx: FunctionContext): t.Expression | null {
  const state = lateVariable(node, ctx)?.state ?? null;
  return state === null ? null : id(state);
}

/** Where to store: a constant refuses, and its initialization notes that it has happened. */
export function writeLate(node: t.Identifier, ctx: FunctionContext): t.MemberExpression | null {
  const late = lateVariable(node, ctx);
  if (late === undefined) return null;
  if (late.initial === node) return hasState(node, late) ? initialTarget(node, late.state ?? '', ctx) : null;
  return late.isConstant ? refusingTarget(node, late, ctx) : null;
}

/** `lateTarget(null, "x", (value) => (x_state = null, x = value)).value` */
function initialTarget(node: t.Identifier, state: string, ctx: FunctionContext): t.MemberExpression {
  const value = id(ctx.program.unique('value'));
  const store = sequence(set(id(state), nil()), t.assignmentExpression('=', node, t.cloneNode(value)));
  const target = callOf(ctx.helper('lateTarget'), nil(), str(node.name), t.arrowFunctionExpression([value], store));
  return member(target, 'value');
}

/** `constant(x, "x").value`, and `constant(x_state ?? x, "x").value` where another variable has the state */
function refusingTarget(node: t.Identifier, late: LateVariable, ctx: FunctionContext): t.MemberExpression {
  const current = hasState(node, late) ? t.logicalExpression('??', id(late.state ?? ''), id(node.name)) : node;
  return member(callOf(ctx.helper('constant'), current, str(node.name)), 'value');
}
