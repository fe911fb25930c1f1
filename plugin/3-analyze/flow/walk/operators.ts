import { types as t } from '@babel/core';
import { HAS_INSTANCE } from '../heap/lookups.ts';
import type { Walker } from './walker.ts';

type Operation = t.UnaryExpression | t.BinaryExpression | t.TemplateLiteral;

/** Walks the operands of an operator; most of them are converted, by methods that may come from anywhere. */
export function walkOperands(node: Operation, walker: Walker): void {
  if (t.isTemplateLiteral(node)) {
    for (const expression of node.expressions) walker.convert(walker.walk(expression));
  } else if (t.isUnaryExpression(node)) walkOperand(node, walker);
  else walkBoth(node, walker);
}

function walkOperand({ operator, argument }: t.UnaryExpression, walker: Walker): void {
  const place = walker.walk(argument);
  if (operator === 'delete') forget(argument, walker);
  else if (!KEEPING.has(operator)) walker.convert(place);
}

/** What has lost a property inherits it. */
function forget(argument: t.Node, walker: Walker): void {
  if (!t.isMemberExpression(argument) && !t.isOptionalMemberExpression(argument)) return;
  if (!t.isSuper(argument.object)) walker.convert(walker.walk(argument.object));
}

const KEEPING = new Set(['!', 'typeof', 'void']);
const EQUAL = new Set(['==', '!=']);
const COMPARING = new Set(['===', '!==']);

function walkBoth({ operator, left, right }: t.BinaryExpression, walker: Walker): void {
  const first = t.isPrivateName(left) ? walker.primitive() : walker.walk(left);
  const second = walker.walk(right);
  if (COMPARING.has(operator)) return;
  if (operator === 'instanceof')
    walker.heap.lookups.note({ receivers: second, from: second, name: HAS_INSTANCE, stored: first });
  else if (operator === 'in') walker.convert(first);
  else if (!(EQUAL.has(operator) && (isNullish(left) || isNullish(right)))) {
    walker.convert(first);
    walker.convert(second);
  }
}

function isNullish(node: t.Node): boolean {
  return (
    t.isNullLiteral(node) ||
    t.isIdentifier(node, { name: 'undefined' }) ||
    t.isUnaryExpression(node, { operator: 'void' })
  );
}
