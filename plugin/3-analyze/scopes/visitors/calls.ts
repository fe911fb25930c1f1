import { types as t } from '@babel/core';
import { isDirectEval } from '../../../syntax/evaluation/direct-eval.ts';
import type { Binding, FunctionInfo, Scope } from '../../model.ts';
import { definingFunction } from '../replacements.ts';
import type { Resolver } from '../resolver.ts';

export function visitCall(
  node: t.CallExpression | t.NewExpression | t.OptionalCallExpression | t.TaggedTemplateExpression,
  resolver: Resolver,
): void {
  if (t.isSuper((node as t.CallExpression).callee)) resolver.thisOwner().usesSuperCall = true;
  if (isDirectEval(node)) noteEval(node, resolver);
  if (t.isCallExpression(node) && definingFunction(node) !== null) resolver.stores.push(node);
  resolver.fn.calls.push({ node, callees: null });
  resolver.children(node);
}

function noteEval(node: t.Node, resolver: Resolver): void {
  resolver.dynamic = true;
  for (let fn: FunctionInfo | null = resolver.fn; fn !== null; fn = fn.parent) fn.directEval ??= node;
  for (let scope: Scope | null = resolver.scope; scope !== null; scope = scope.parent) {
    for (const binding of scope.bindings.values()) if (canBeAssigned(binding)) binding.writes++;
  }
}

export function visitWith(node: t.WithStatement, resolver: Resolver): void {
  resolver.dynamic = true;
  resolver.fn.withStatement ??= node;
  resolver.children(node);
}

export function visitSuper(resolver: Resolver): void {
  const owner = resolver.thisOwner();
  owner.usesThis = true;
  owner.usesSuper = true;
}

/** By code that `eval` runs. */
function canBeAssigned({ kind }: Binding): boolean {
  return kind !== 'const' && kind !== 'self' && kind !== 'import';
}
