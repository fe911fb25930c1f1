import { types as t } from '@babel/core';
import type { Binding, Scope } from '../../3-analyze/model.ts';
import { isYieldingScope } from '../../5-allocate/storage.ts';
import { assign, at, block, choose, const_, id, property, run, set, undef } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { functionExpression } from '../context/dispatch.ts';
import { named } from '../values/naming.ts';
import { storageOf } from './references.ts';

/** What runs when a block is entered (not when it is re-entered): dead zones begin, functions are created. */
export function scopeEntry(scopeNode: t.Node, ctx: FunctionContext): t.Statement[] {
  const scope = movedScope(scopeNode, ctx);
  if (scope === null) return [];
  const statements = deadZones(scope, ctx);
  for (const binding of scope.bindings.values()) statements.push(...createFunction(binding, ctx));
  return statements;
}

/** The variables that may be used too early cannot be used yet. Parameters are not declared here. */
export function deadZones(scope: Scope, ctx: FunctionContext): t.Statement[] {
  const checked = [...scope.bindings.values()].filter((binding) => binding.checked && binding.kind !== 'param');
  return checked.map((binding) => assign(storageOf(binding, ctx), ctx.helper('UNINITIALIZED')));
}

function createFunction(binding: Binding, ctx: FunctionContext): t.Statement[] {
  const { kind, value } = binding;
  if ((kind !== 'function' && kind !== 'param') || value === null || !t.isFunctionDeclaration(value)) return [];
  const compiled = functionExpression(value, ctx);
  const storage = storageOf(binding, ctx);
  return [at(run(t.assignmentExpression('=', storage, named(compiled, compiled, storage, ctx))), value)];
}

/** The scope of a node if its variables moved, because it contains yield points. */
export function movedScope(node: t.Node, ctx: FunctionContext): Scope | null {
  const scope = ctx.program.analysis.scopeOf.get(node);
  if (scope === undefined || !ctx.structured || !isYieldingScope(scope, ctx.program.analysis)) return null;
  for (const binding of scope.bindings.values()) {
    if (binding.storage === 'hoisted') ctx.save(binding.emittedName, binding.isNumber);
  }
  return scope;
}

export function boxedBindings(scope: Scope): Binding[] {
  return [...scope.bindings.values()].filter((binding) => binding.storage === 'boxed');
}

/** `{ a: undefined, b: undefined }` */
export function newBox(
  bindings: readonly Binding[],
  initial: (binding: Binding) => t.Expression = undef,
): t.Expression {
  return t.objectExpression(bindings.map((binding) => property(id(binding.name), initial(binding))));
}

/**
 * Parameters that are elements of `arguments` stay parameters of the first activation, whose `arguments` it is:
 *
 *     { get a() { return a; }, set a(value) { a = value; } }
 */
export function boxOfArguments(bindings: readonly Binding[], ctx: FunctionContext): t.Expression {
  const value = ctx.fixed('value');
  const properties = bindings.map(({ name, kind }): (t.ObjectProperty | t.ObjectMethod)[] => {
    if (kind !== 'param') return [property(id(name), undef())];
    const read = block([t.returnStatement(id(name))]);
    const write = block([assign(id(name), id(value))]);
    return [t.objectMethod('get', id(name), [], read), t.objectMethod('set', id(name), [id(value)], write)];
  });
  return t.objectExpression(properties.flat());
}

/**
 * Begins a block whose variables closures share. Each entry makes a new object; closures see it through a constant of
 * the block, a resumed activation gets it back from the frame:
 *
 *     const scope = pc ? saved : (saved = { x: void 0 });
 */
export function openBox(scope: Scope, ctx: FunctionContext): void {
  const bindings = boxedBindings(scope);
  if (bindings.length === 0) return;
  const saved = ctx.temporary();
  const fresh = set(saved, newBox(bindings));
  ctx.sequence.always(const_(ctx.program.box(scope), choose(ctx.isReentry(), t.cloneNode(saved), fresh)));
}

/** Statements that must come first in a scope, found while its code was rewritten. */
export function withPrelude(scopeNode: t.Node, statements: t.Statement[], ctx: FunctionContext): t.Statement[] {
  const prelude = ctx.program.preludes.get(scopeNode);
  return prelude === undefined ? statements : [...prelude, ...statements];
}
