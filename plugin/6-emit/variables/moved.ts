import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';

export function isMoved(node: t.FunctionDeclaration | t.ClassDeclaration, ctx: FunctionContext): boolean {
  const binding = node.id ? ctx.program.analysis.refOf.get(node.id)?.binding : null;
  return binding !== null && binding !== undefined && binding.storage !== 'native';
}

export function isMovedDeclaration(node: t.VariableDeclaration, ctx: FunctionContext): boolean {
  const first = firstName(node.declarations[0]?.id);
  const binding = first === null ? null : ctx.program.analysis.refOf.get(first)?.binding;
  return binding !== null && binding !== undefined && binding.storage !== 'native';
}

export function firstName(pattern: t.Node | null | undefined): t.Identifier | null {
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
