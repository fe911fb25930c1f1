import { types as t } from '@babel/core';
import { unwrap } from '../../../syntax/children.ts';
import { propertyName, superObject, walkKey } from './keys.ts';
import type { Place } from '../heap/place.ts';
import type { Walker } from './walker.ts';

/** Assigns what a place holds to a variable, a property, or the parts of a pattern. */
export function assignPattern(pattern: t.Node, value: Place, walker: Walker): void {
  const node = unwrap(pattern);
  const { heap } = walker;
  switch (node.type) {
    case 'Identifier': {
      walker.declare(node);
      const variable = walker.variableOf(node);
      return variable === null ? heap.escape(value) : value.flowTo(variable);
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      if (t.isSuper(node.object)) {
        return heap.storeSuper(superObject(walker), walker.self(), walkKey(node, walker), value);
      }
      const object = walker.walk(node.object);
      return heap.store(object, walkKey(node, walker), value);
    }
    case 'CallExpression':
      // Stands for a private accessor, with an unknown argument.
      heap.escape(value);
      return void walker.walk(node);
    case 'AssignmentPattern': {
      const either = heap.place();
      value.flowTo(either);
      walker.walk(node.right).flowTo(either);
      return assignPattern(node.left, either, walker);
    }
    case 'ArrayPattern':
      return assignElements(node, walker.iterate(node, value), walker);
    case 'ObjectPattern':
      return assignProperties(node, value, walker);
    default:
      heap.escape(value);
      walker.walkChildren(node);
  }
}

function assignElements({ elements }: t.ArrayPattern, values: Place, walker: Walker): void {
  for (const element of elements) {
    if (t.isRestElement(element)) {
      assignPattern(element.argument, walker.heap.place(walker.heap.array(values)), walker);
    } else if (element !== null) assignPattern(element, values, walker);
  }
}

function assignProperties({ properties }: t.ObjectPattern, value: Place, walker: Walker): void {
  const { heap } = walker;
  for (const property of properties) {
    if (t.isRestElement(property)) {
      heap.escape(value);
      assignPattern(property.argument, walker.unknown(), walker);
      continue;
    }
    const name = propertyName(property.key, property.computed);
    if (name === null) walker.convert(walker.walk(property.key));
    const part = heap.place();
    heap.load(value, name, part);
    assignPattern(property.value, part, walker);
  }
}
