import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { placesOf } from '../../syntax/node-list.ts';
import type { Binding, Resolution } from '../model.ts';
import { collectorOf, type CollectingCall } from './collecting-calls.ts';

/**
 * Finds what iterates something whose `next` may block: `[...xs]`, `f(...xs)`, `const [a, b] = xs`. Arrays and strings that are
 * evident never do.
 */
export function findIterations(analysis: Resolution): Set<t.Node> {
  const { nodes, parents } = analysis.list;
  const places = placesOf(analysis.list, 'VariableDeclarator', 'AssignmentExpression', ...ITERATING);
  const found = new Set<t.Node>();
  const plain = new Set<t.Node>();
  for (const index of places) {
    const node = nodes[index] as t.Node;
    switch (node.type) {
      case 'VariableDeclarator':
        if (t.isArrayPattern(node.id) && node.init && isPlainIterable(node.init, analysis)) plain.add(node.id);
        break;
      case 'AssignmentExpression':
        if (t.isArrayPattern(node.left) && isPlainIterable(node.right, analysis)) plain.add(node.left);
        break;
      case 'ArrayPattern':
        if (!plain.has(node)) found.add(node);
        break;
      case 'SpreadElement':
        if (!t.isObjectExpression(nodes[parents[index] as number]) && !isPlainIterable(node.argument, analysis))
          found.add(node);
        break;
      case 'NewExpression':
      case 'CallExpression':
        if (collectorOf(node, analysis) !== null && !isPlainIterable(argumentOf(node), analysis)) found.add(node);
        break;
      default:
    }
  }
  return found;
}

/** Tells what iterates something whose `next` may block; loops, too, but for those that say `await`. */
export function iterationTest(analysis: Resolution): (node: t.Node) => boolean {
  const found = findIterations(analysis);
  return (node) =>
    found.has(node) || (t.isForOfStatement(node) && !node.await && !isPlainIterable(node.right, analysis));
}

/** What `findIterations` may find. */
export const ITERATING = ['ArrayPattern', 'SpreadElement', 'NewExpression', 'CallExpression'] as const;

function argumentOf(node: CollectingCall): t.Node {
  return node.arguments[0] as t.Expression;
}

/** Whether iterating the value of an expression calls nobody. */
export function isPlainIterable(node: t.Node, analysis: Resolution, seen: readonly Binding[] = []): boolean {
  const inner = unwrap(node);
  if (t.isIdentifier(inner)) return !analysis.replaced.iterators && isPlainVariable(inner, analysis, seen);
  return (
    t.isArrayExpression(inner) || t.isStringLiteral(inner) || t.isTemplateLiteral(inner) || isPureIterableCall(inner)
  );
}

/** A rest parameter, `arguments`, or a constant that holds an array. */
function isPlainVariable(node: t.Identifier, analysis: Resolution, seen: readonly Binding[]): boolean {
  const binding = analysis.refOf.get(node)?.binding;
  if (binding === undefined) return false;
  if (binding === null) return node.name === 'arguments';
  if (binding.kind === 'param') return binding.writes === 0 && isRest(binding);
  // `const a = a` is an error only when it runs.
  if (binding.kind !== 'const' || binding.value === null || seen.includes(binding)) return false;
  return isPlainIterable(binding.value, analysis, [...seen, binding]);
}

export function isRest({ name, scope }: Binding): boolean {
  const last = t.isFunction(scope.node) ? scope.node.params.at(-1) : null;
  return t.isRestElement(last) && t.isIdentifier(last.argument, { name });
}

function isPureIterableCall(node: t.Node): boolean {
  if (!t.isCallExpression(node) || !t.isMemberExpression(node.callee)) return false;
  const { object, property } = node.callee;
  return (
    t.isIdentifier(object, { name: 'Object' }) &&
    t.isIdentifier(property) &&
    ['keys', 'values', 'entries'].includes(property.name)
  );
}
