import { types as t } from '@babel/core';
import type { Facts } from '../../3-analyze/facts.ts';
import type { Resolution, GeneratorStart } from '../../3-analyze/model.ts';
import type { Helper } from '../../syntax/names/unique-name.ts';

/**
 * A class cannot extend a generator's function. In a program with ordinary functions that pass for such, what classes extend
 * is checked, unless it is a class of the program or a global:
 *
 *     class C extends f {}   =>   class C extends parentClass(f) {}
 *
 * Input: the marked nodes, and the functions that pass for those of generators.
 */
export function checkParents(
  facts: Facts,
  marked: ReadonlySet<t.Node>,
  starts: ReadonlyMap<t.Node, GeneratorStart>,
  helper: Helper,
): void {
  if (![...starts.keys()].some((node) => t.isFunctionDeclaration(node) || t.isFunctionExpression(node))) return;
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node));
  const unsure = classes.filter(({ superClass }) => superClass && !isSurelyNone(superClass, facts.resolution));
  if (unsure.length === 0) return;
  const name = helper('parentClass', facts.resolution.names);
  for (const node of unsure) node.superClass = t.callExpression(t.identifier(name), [node.superClass as t.Expression]);
  facts.forget();
}

function isSurelyNone(parent: t.Expression, { refOf }: Resolution): boolean {
  if (t.isClass(parent) || t.isNullLiteral(parent)) return true;
  if (!t.isIdentifier(parent)) return false;
  const binding = refOf.get(parent)?.binding ?? null;
  return binding === null || (t.isClass(binding.value) && binding.declarations === 1 && binding.writes === 0);
}
