import { types as t } from '@babel/core';
import type { FunctionInfo } from '../../3-analyze/model.ts';
import { isConstant } from '../../3-analyze/scopes/initialization.ts';
import { callOf, choose, id, let_, nil, run, set, setInParentheses, str, unguessed } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { inferredName } from '../values/naming.ts';
import { giveName } from '../../syntax/names/naming.ts';

/**
 * How a function refers to itself, for the handshake with its caller: a name that only ever means this function.
 * `finish` completes the function where the name has to be introduced around it.
 */
export interface Self {
  name: string;
  finish(node: t.Expression): t.Expression;
}

const asIs = (node: t.Expression): t.Expression => node;

export function selfOfExpression(
  node: t.FunctionExpression | t.ArrowFunctionExpression,
  info: FunctionInfo,
  ctx: FunctionContext,
): Self {
  if (t.isFunctionExpression(node) && node.id && !info.declares.has(node.id.name))
    return { name: node.id.name, finish: asIs };
  const variable = variableOf(node, info, ctx);
  if (variable !== null) return { name: variable, finish: asIs };
  const name = ctx.program.fixed('self');
  const isOfMember = ctx.program.analysis.assignedToMembers.has(node);
  return { name, finish: (fn) => introduceAround(fn, name, inferredName(node, ctx), isOfMember) };
}

/**
 * `const f = () => {}`: the variable is as good as a name of its own. So it is where it moved to the function, if that
 * evaluates the declaration once: a resumed activation gets the value back, the first one keeps it.
 */
function variableOf(node: t.Expression, info: FunctionInfo, ctx: FunctionContext): string | null {
  const name = inferredName(node, ctx);
  if (name === null || info.declares.has(name)) return null;
  for (let scope = info.scope?.parent ?? null; scope !== null; scope = scope.parent) {
    const binding = scope.bindings.get(name);
    if (binding === undefined) continue;
    if (binding.value !== node || !isConstant(binding) || binding.kind !== 'const') return null;
    const isUnique = binding.storage === 'native' || (binding.storage === 'hoisted' && scope.kind === 'function');
    return isUnique ? binding.emittedName : null;
  }
  return null;
}

/**
 * `(self => self = { name: () => {} }.name)()`: each evaluation of the expression has its own `self`.
 *
 * Without a name: `(self => self = self == null ? () => {} : self())()`, and where V8 has something to guess one from,
 * `o.f = (self => (self) = self == null ? () => {} : self)()`. Bundlers may take the parentheses away, and what tests a constant.
 */
function introduceAround(fn: t.Expression, self: string, name: string | null, isOfMember: boolean): t.Expression {
  return callOf(t.arrowFunctionExpression([id(self)], assignmentTo(self, fn, name, isOfMember)));
}

function assignmentTo(self: string, fn: t.Expression, name: string | null, isOfMember: boolean): t.Expression {
  if (isNamed(fn)) return set(id(self), fn);
  if (name !== null) return set(id(self), giveName(fn, name));
  const isFirst = t.binaryExpression('==', id(self), nil());
  return isOfMember
    ? setInParentheses(self, choose(isFirst, fn, id(self)))
    : set(id(self), unguessed(isFirst, fn, self));
}

function isNamed(fn: t.Expression): boolean {
  return t.isFunctionExpression(fn) && Boolean(fn.id);
}

/** A function declaration: its name, unless something else may be assigned to it. */
export function selfOfDeclaration(node: t.FunctionDeclaration, info: FunctionInfo, ctx: FunctionContext): string {
  const name = node.id?.name;
  if (name === undefined) return nameDefaultExport(node, ctx);
  const binding = node.id ? ctx.program.analysis.refOf.get(node.id)?.binding : null;
  if (!binding) return ctx.program.unique('self');
  if (isConstant(binding) && !info.declares.has(name)) return name;
  const self = ctx.program.unique(`${name}_self`);
  const { node: scopeNode, kind } = binding.scope;
  const declaration = let_(self, id(name));
  if (kind === 'program' || kind === 'function') declaration.kind = 'var';
  const preludes = ctx.program.preludes.get(scopeNode) ?? [];
  ctx.program.preludes.set(scopeNode, [...preludes, declaration]);
  return self;
}

/**
 * The name comes after the function, since bundlers that keep names put theirs there, too:
 *
 *     export default function () {}   =>   export default function exported() {} setName(exported, "default");
 */
function nameDefaultExport(node: t.FunctionDeclaration, { program }: FunctionContext): string {
  const self = program.unique('exported');
  node.id = id(self);
  program.epilogues.set(node, [run(callOf(program.helper('setName'), id(self), str('default')))]);
  return self;
}
