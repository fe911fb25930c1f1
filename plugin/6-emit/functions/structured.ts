import { types as t } from '@babel/core';
import { inheritYielding } from '../../3-analyze/inherit.ts';
import {
  assign,
  binary,
  block,
  callOf,
  callWith,
  declaration,
  equal,
  give,
  id,
  labeled,
  list,
  member,
  metaNewTarget,
  nil,
  num,
  pattern,
  propertyOf,
  undef,
  variable,
  when,
} from '../../syntax/build.ts';
import type { Binding, Scope } from '../../3-analyze/model.ts';
import { ownArguments } from '../../3-analyze/scopes/own-arguments.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { refuseNew } from './generator-starts.ts';
import { mayGiveUpJumps } from '../context/jumps.ts';
import { liveAcrossYieldPoints } from '../../5-allocate/liveness.ts';
import { answerReentry } from './never-reentered.ts';
import { emitParameters, type Parameters } from './parameters.ts';
import { boxedBindings, boxOfArguments, movedScope, newBox, scopeEntry, withPrelude } from '../variables/scopes.ts';
import { storageOf } from '../variables/references.ts';
import { emitScope, emitStatements } from '../statements/blocks.ts';
import { hideLoneParameter } from '../../syntax/names/lone-parameters.ts';

/** A frame has this many slots; further variables share the last one. */
const SLOTS = ['a', 'b', 'c', 'd'];

/**
 * Rewrites a function that can suspend, in place:
 *
 *     function f(x) {
 *       var pc = 0, frame = null, result, y;                 // registers and variables
 *       if (link.to !== f) {                                 // not called by a compiled call site...
 *         frame = link.frame;
 *         if (frame === null) return enter(f, this, [x]);    // ...but by unmarked code
 *         ({ pc, a: x, b: y } = frame);                      // ...or to resume
 *       }
 *       link.to = null;
 *       suspend: {
 *         ...                                                // the body; a suspended yield point breaks out
 *         return;
 *       }
 *       return park(frame, f, this, pc, x, y);
 *     }
 *
 * A private function is only ever called by yield points:
 *
 *       var pc = 0, frame = link.frame, result, y;
 *       if (frame !== null) ({ pc, a: x, b: y } = frame);
 */
export function emitStructured(node: t.Function, ctx: FunctionContext, self: string): void {
  const parameters = emitParameters(node, ctx);
  const statements = ctx.inSequence(() => emitBody(node, ctx, parameters));
  if (!ctx.suspends) answerReentry(statements, ctx.pc);
  const main = suspendable(statements, ctx);
  const saved = savedVariables(main, ctx);
  const body = refuseNew(ctx, self).concat(prologue(ctx, self, parameters, saved), main, parking(ctx, self, saved));
  const declarations: t.Statement[] = declareVariables(ctx, parameters, saved);
  const directives = t.isBlockStatement(node.body) ? node.body.directives : [];
  const result = t.blockStatement(withPrelude(ctx.info.node, declarations.concat(body), ctx), directives);
  result.loc = node.body.loc ?? null;
  node.body = result;
  if (t.isArrowFunctionExpression(node)) node.expression = false;
  hideLoneParameter(node);
}

function emitBody(node: t.Function, ctx: FunctionContext, parameters: Parameters): void {
  openFunctionScope(node, ctx, parameters);
  parameters.assign();
  ctx.add(...scopeEntry(node, ctx));
  if (t.isBlockStatement(node.body)) {
    const { body } = node.body;
    const emit = (): void => (ctx.wrapsLate ? emitLateReturn(body, ctx) : emitStatements(body, ctx));
    return ctx.program.analysis.scopeOf.has(node.body) ? emitSeparateBody(node.body, ctx, emit) : emit();
  }
  const result = t.returnStatement(node.body);
  result.loc = node.body.loc ?? null;
  inheritYielding(result, [node.body], ctx.program.analysis);
  emitStatements([result], ctx);
}

/** A body with a scope of its own. Its variables begin with the values of the parameters of the same name. */
function emitSeparateBody(node: t.BlockStatement, ctx: FunctionContext, emit: () => void): void {
  const parameters = ctx.info.scope?.bindings;
  const scope = ctx.program.analysis.scopeOf.get(node);
  const before = ctx.lastYieldPoint;
  const statements = emitScope(node, ctx, () => {
    if (scope !== undefined) beginOwnArguments(scope, ctx);
    for (const binding of scope?.bindings.values() ?? []) {
      const parameter = binding.kind === 'var' ? parameters?.get(binding.name) : undefined;
      if (parameter !== undefined) ctx.add(assign(storageOf(binding, ctx), storageOf(parameter, ctx)));
    }
    emit();
  });
  ctx.addSince(before, block(statements));
}

/**
 * The language looks at what a derived constructor returns after its body, where no `catch` clause and no `finally`
 * takes part any more:
 *
 *     returned: { try { value = 0; break returned; } catch {} }   return constructedDerived(value) ?? this;
 */
function emitLateReturn(statements: readonly t.Statement[], ctx: FunctionContext): void {
  const label = ctx.fixed('returned');
  const value = ctx.temporary();
  const before = ctx.lastYieldPoint;
  ctx.jumps.returnTo = { label, value: value.name };
  const emitted = ctx.inSequence(() => emitStatements(statements, ctx));
  if (emitted.some(mayGiveUpJumps)) emitted.push(assign(t.cloneNode(value), undef()));
  const body = labeled(label, block(emitted));
  ctx.jumps.returnTo = null;
  ctx.addSince(before, body);
  ctx.add(t.returnStatement(ctx.wrapResult?.(value) ?? null));
}

/** `arguments`, `new.target` and the variables that closures share are set up once, and saved. */
function openFunctionScope(node: t.Function, ctx: FunctionContext, { names }: Parameters): void {
  const { info } = ctx;
  if (info.usesArguments && ctx.kind !== 'arrow') {
    ctx.argumentsName = ctx.program.unique('args');
    ctx.saved.add(ctx.argumentsName);
    ctx.add(assign(id(ctx.argumentsName), id('arguments')));
  }
  if (info.usesNewTarget && ctx.kind !== 'arrow') {
    ctx.newTargetName ??= ctx.program.unique('newTarget');
    ctx.saved.add(ctx.newTargetName);
    ctx.add(assign(id(ctx.newTargetName), callOf(ctx.helper('newTarget'), metaNewTarget())));
  }
  const scope = movedScope(node, ctx);
  if (scope === null) return;
  const boxed = boxedBindings(scope);
  if (boxed.length > 0) {
    const box = ctx.program.box(scope);
    ctx.saved.add(box);
    const initial = ({ name, kind, checked }: Binding): t.Expression => {
      if (names.has(name)) return id(name);
      return kind === 'param' && checked ? ctx.helper('UNINITIALIZED') : undef();
    };
    ctx.add(assign(id(box), info.sharesArguments ? boxOfArguments(boxed, ctx) : newBox(boxed, initial)));
  }
  beginOwnArguments(scope, ctx);
}

/** In sloppy code, `arguments` may be a variable. */
function beginOwnArguments(scope: Scope, ctx: FunctionContext): void {
  const variable = ownArguments(scope);
  if (variable !== null) ctx.add(assign(storageOf(variable, ctx), id(ctx.argumentsName ?? 'arguments')));
}

function declareVariables(ctx: FunctionContext, { names }: Parameters, saved: readonly string[]): t.Statement[] {
  const initial = (name: string): t.Expression | null => (ctx.isNumber(name) && saved.includes(name) ? num(0) : null);
  const declarators = [...ctx.registers, ...[...ctx.saved].filter((name) => !names.has(name))].map((name) =>
    variable(name, initial(name)),
  );
  if (ctx.suspends) {
    const frame = ctx.isPrivate ? member(ctx.helper('link'), 'frame') : nil();
    declarators.unshift(variable(ctx.pc, num(0)), variable(ctx.fixed('frame'), frame));
  }
  return declarators.length === 0 ? [] : [declaration('var', declarators)];
}

/** What the frame saves. */
function savedVariables(main: readonly t.Statement[], ctx: FunctionContext): readonly string[] {
  if (!ctx.suspends) return [];
  const prelude = ctx.program.preludes.get(ctx.info.node) ?? [];
  return liveAcrossYieldPoints([...prelude, ...main], ctx.saved, ctx.pc);
}

function prologue(ctx: FunctionContext, self: string, parameters: Parameters, saved: readonly string[]): t.Statement[] {
  if (ctx.isPrivate) return privatePrologue(ctx, saved);
  const link = ctx.helper('link');
  const calledByOthers = binary('!==', member(link, 'to'), id(self));
  const enter = give(entered(ctx, self, parameters));
  const clear = assign(member(ctx.helper('link'), 'to'), nil());
  if (!ctx.suspends) return [when(calledByOthers, [enter]), clear];
  const frame = id(ctx.fixed('frame'));
  return [
    when(calledByOthers, [
      assign(frame, member(ctx.helper('link'), 'frame')),
      when(equal(frame, nil()), [enter]),
      ...restore(ctx, frame, saved),
    ]),
    clear,
  ];
}

/** A function that compiled code has bound may be constructed by way of `enter`, and suspend. */
function entered(ctx: FunctionContext, self: string, parameters: Parameters): t.Expression {
  const args = [id(self), selfArgument(ctx), parameters.passOn(), ...newTargetArgument(ctx)];
  const value = callOf(ctx.helper('enter'), ...args);
  return ctx.mayConstruct ? callOf(ctx.helper('tail'), value, t.thisExpression(), metaNewTarget()) : value;
}

function privatePrologue(ctx: FunctionContext, saved: readonly string[]): t.Statement[] {
  if (!ctx.suspends) return [];
  const frame = id(ctx.fixed('frame'));
  return [when(binary('!==', frame, nil()), restore(ctx, frame, saved))];
}

/** `({ pc, a: x, b: n } = frame); n = +n;` */
function restore(ctx: FunctionContext, frame: t.Identifier, saved: readonly string[]): t.Statement[] {
  const slots = [property('pc', id(ctx.pc))];
  const further: t.ObjectProperty[] = [];
  const statements: t.Statement[] = [assign(pattern(slots), frame)];
  const inSlots = slotsFor(saved);
  for (const [index, name] of saved.entries()) {
    if (index < inSlots) slots.push(property(SLOTS[index] as string, id(name)));
    else further.push(propertyOf(num(index - inSlots), id(name), false));
    if (ctx.isNumber(name)) statements.push(assign(id(name), t.unaryExpression('+', id(name))));
  }
  if (further.length > 0) slots.push(property(SLOTS[inSlots] as string, pattern(further)));
  return statements;
}

/** How many variables have a slot of their own. */
function slotsFor(saved: readonly string[]): number {
  return saved.length > SLOTS.length ? SLOTS.length - 1 : saved.length;
}

function property(key: string, value: t.Identifier | t.ObjectPattern): t.ObjectProperty {
  return propertyOf(id(key), value, t.isIdentifier(value, { name: key }));
}

function suspendable(statements: t.Statement[], ctx: FunctionContext): t.Statement[] {
  if (!ctx.suspends) return statements;
  for (const call of ctx.tails) call.arguments.push(id(ctx.fixed('frame')));
  const last = statements[statements.length - 1];
  const ends = last !== undefined && (t.isReturnStatement(last) || t.isThrowStatement(last));
  const end = ends ? [] : [give(ctx.wrapResult?.(null) ?? null)];
  return [labeled(ctx.suspendLabel(), block([...statements, ...end]))];
}

function parking(ctx: FunctionContext, self: string, saved: readonly string[]): t.Statement[] {
  return ctx.suspends ? [give(park(ctx, self, saved))] : [];
}

function park(ctx: FunctionContext, self: string, saved: readonly string[]): t.Expression {
  const isNew = ctx.mayConstruct;
  const args: t.Expression[] = [id(ctx.fixed('frame')), id(self), selfArgument(ctx)];
  if (isNew) args.push(ctx.newTarget());
  args.push(id(ctx.pc));
  const further: t.Expression[] = [];
  const inSlots = slotsFor(saved);
  for (const [index, name] of saved.entries()) (index < inSlots ? args : further).push(id(name));
  if (further.length > 0) args.push(list(further));
  return callWith(ctx.helper(isNew ? 'parkNew' : 'park'), args);
}

/** Methods keep their object in any case, as on a native stack: V8 names its class, `Service.load`. */
function selfArgument(ctx: FunctionContext): t.Expression {
  const { node, usesThis, async } = ctx.info;
  const isMethod = t.isObjectMethod(node) || (t.isClassMethod(node) && node.kind === 'method');
  const hasThis = ctx.kind !== 'arrow' || (isMethod && async);
  return hasThis && (usesThis || isMethod) ? t.thisExpression() : nil();
}

function newTargetArgument(ctx: FunctionContext): t.Expression[] {
  return ctx.info.usesNewTarget && ctx.kind !== 'arrow' ? [metaNewTarget()] : [];
}
