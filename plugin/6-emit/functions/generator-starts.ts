import type { types as t } from '@babel/core';
import { callOf, id, metaNewTarget, run, isAnonymous } from '../../syntax/build.ts';
import { giveName } from '../../syntax/names/naming.ts';
import type { GeneratorStart } from '../../3-analyze/model.ts';
import type { FunctionContext } from '../context/function-context.ts';

/*
 * A function that evaluates the parameters of a generator before it starts it passes for the function of the generator:
 *
 *     function* g(a = f()) { yield a; }
 *     =>
 *     generatorLike(g);
 *     function g(a) { notConstructed(new.target, g); ... return startGenerator(g, function* () { yield a; }, this); }
 */

/** Lets the function name itself in the call that starts the generator. */
export function emitGeneratorStart(ctx: FunctionContext, self: string): void {
  startOf(ctx)?.call.arguments.unshift(id(self));
}

/** What such a function begins with. */
export function refuseNew(ctx: FunctionContext, self: string): t.Statement[] {
  if (startOf(ctx) === undefined || ctx.kind !== 'function') return [];
  return [run(callOf(ctx.helper('notConstructed'), metaNewTarget(), id(self)))];
}

/** The expression whose value is the function; `name` is what it has from where it stands. */
export function asGenerator(value: t.Expression, ctx: FunctionContext, name: string | null = null): t.Expression {
  const isDisguised = disguiseOf(ctx.info.node, ctx) !== undefined;
  const named = name !== null && isDisguised && isAnonymous(value) ? giveName(value, name) : value;
  return methodAsGenerator(ctx.info.node, named, ctx);
}

/** The same for a method that is read from its object. */
export function methodAsGenerator(method: t.Node, value: t.Expression, ctx: FunctionContext): t.Expression {
  const disguise = disguiseOf(method, ctx);
  return disguise === undefined ? value : callOf(ctx.helper(disguise), value);
}

/** The helper that makes the ordinary function which this one has become pass for what it was. */
function disguiseOf(node: t.Node, { program }: FunctionContext): string | undefined {
  const start = program.analysis.generatorStarts.get(node);
  if (start !== undefined) return start.async ? 'asyncGeneratorLike' : 'generatorLike';
  const info = program.analysis.infoOf.get(node);
  if (!info?.compiled || !info.async || info.generator) return undefined;
  return program.analysis.unseen.has(info.node) ? undefined : 'asyncLike';
}

/** The same for a declaration: where its scope begins. */
export function looksLikeGenerator(node: t.FunctionDeclaration, ctx: FunctionContext): void {
  const { refOf } = ctx.program.analysis;
  const disguise = disguiseOf(node, ctx);
  if (disguise === undefined || !node.id) return;
  const { opening, preludes } = ctx.program;
  const like = run(callOf(ctx.helper(disguise), id(node.id.name)));
  const ref = refOf.get(node.id);
  // A default export has got its name just now.
  if (ref === undefined) return void opening.push(like);
  if (ref.binding?.value !== node) return;
  const { kind, node: scopeNode } = ref.binding.scope;
  if (kind === 'program') opening.push(like);
  else preludes.set(scopeNode, [...(preludes.get(scopeNode) ?? []), like]);
}

function startOf({ program, info }: FunctionContext): GeneratorStart | undefined {
  return program.analysis.generatorStarts.get(info.node);
}
