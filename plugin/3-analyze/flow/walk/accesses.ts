import { types as t } from '@babel/core';
import { isLogicalAssignment } from '../../../syntax/logical-assignment.ts';
import { superObject, walkKey, type Member } from './keys.ts';
import { assignPattern } from './patterns.ts';
import type { Place } from '../heap/place.ts';
import type { Walker } from './walker.ts';

/** `o.p`, `o[k]`, `super.p` */
export function walkMember(node: Member, walker: Walker): Place {
  const place = walker.heap.place();
  if (t.isSuper(node.object)) {
    walker.heap.loadSuper(superObject(walker), walker.self(), walkKey(node, walker), place);
  } else {
    const object = walker.walk(node.object);
    const method = walker.privateMethod(node.property);
    if (method !== undefined) return walker.heap.place(method);
    walker.heap.load(object, walkKey(node, walker), place);
  }
  return place;
}

export function walkAssignment(node: t.AssignmentExpression, walker: Walker): Place {
  const { left, operator } = node;
  const value = walker.walk(node.right);
  if (operator === '=') {
    assignPattern(left, value, walker);
    return value;
  }
  const result = walker.walk(left);
  const stored = isLogicalAssignment(operator) ? value : walker.primitive();
  if (stored !== value) for (const operand of [result, value]) walker.convert(operand);
  assignPattern(left, stored, walker);
  const both = walker.heap.place();
  result.flowTo(both);
  stored.flowTo(both);
  return both;
}

export function walkArrayLiteral(node: t.ArrayExpression, walker: Walker): Place {
  const { heap } = walker;
  const array = heap.value('array');
  for (const element of node.elements) {
    if (t.isSpreadElement(element)) walker.iterate(element, walker.walkTyped(element.argument)).flowTo(array.elements);
    else if (element !== null) walker.walk(element).flowTo(array.elements);
  }
  return heap.place(array);
}
