import { types as t } from '@babel/core';
import { eachChild } from '../../syntax/children.ts';
import type { Binding } from '../../3-analyze/model.ts';
import { assign, callOf, id, member, property, str } from '../../syntax/build.ts';
import type { OuterPart } from '../../syntax/classes/class-parts.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * What a class extends, and its computed keys, see the class by its own name. Where they are taken out of it, since they
 * can suspend, a variable stands for that name:
 *
 *     class C extends f(() => C) {}
 *     =>
 *     const scope = { C: UNINITIALIZED };
 *     t = f(() => tdz(scope.C, "C"));
 *     class C extends t { static { scope.C = this; } }
 */
export function openOwnName(node: t.Class, parts: readonly OuterPart[], ctx: FunctionContext): void {
  const own = ctx.program.analysis.scopeOf.get(node)?.bindings.get(node.id?.name ?? '');
  if (own === undefined) return;
  const uses: t.Node[] = [];
  for (const { kind, node: part } of parts) if (kind !== 'decorator') collectUses(part, own, uses, ctx);
  if (uses.length === 0) return;
  const box = ctx.program.unique('scope');
  for (const use of uses) ctx.program.ownNames.set(use, box);
  const fresh = t.objectExpression([property(id(own.name), ctx.helper('UNINITIALIZED'))]);
  ctx.backEnd.declareBox(box, fresh, ctx);
  node.body.body.unshift(t.staticBlock([assign(member(id(box), own.name), t.thisExpression())]));
}

function collectUses(node: t.Node, own: Binding, uses: t.Node[], ctx: FunctionContext): void {
  if (t.isIdentifier(node) && ctx.program.analysis.refOf.get(node)?.binding === own) uses.push(node);
  eachChild(node, (child) => collectUses(child, own, uses, ctx));
}

/** The name where it is read; null unless a variable stands for it. */
export function readOwnName(node: t.Identifier, { program }: FunctionContext): t.Expression | null {
  const box = program.ownNames.get(node);
  return box === undefined ? null : callOf(program.helper('tdz'), member(id(box), node.name), str(node.name));
}

/** The name where it is assigned, which is an error. */
export function writeOwnName(node: t.Identifier, { program }: FunctionContext): t.MemberExpression | null {
  const box = program.ownNames.get(node);
  if (box === undefined) return null;
  return member(callOf(program.helper('constant'), member(id(box), node.name), str(node.name)), 'value');
}
