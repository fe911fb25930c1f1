import { types as t } from '@babel/core';
import { propertyName } from './keys.ts';
import { walkFunction } from './functions.ts';
import { IMPLICIT } from '../heap/implicit-names.ts';
import type { Place } from '../heap/place.ts';
import { withEntry, withName, type Value } from '../heap/value.ts';
import type { Walker } from './walker.ts';

/** An object literal. */
export function walkObject(node: t.ObjectExpression, walker: Walker): Place {
  const { heap } = walker;
  const object = heap.value('object');
  for (const property of node.properties) {
    if (t.isSpreadElement(property)) {
      heap.escape(walker.walk(property.argument));
      object.elements.add(heap.unknown);
    } else if (t.isObjectMethod(property)) defineMethod(property, object, heap.place(object), walker);
    else defineProperty(property, object, walker);
  }
  return heap.place(object);
}

function defineProperty(node: t.ObjectProperty, object: Value, walker: Walker): void {
  const name = propertyName(node.key, node.computed);
  if (name === null) walker.convert(walker.walk(node.key));
  const value = walker.walk(node.value);
  if (name === '__proto__') value.flowTo(object.parents);
  else if (name !== null) object.own.add(name);
  value.flowTo(name === null ? object.elements : object.field(name));
}

type Method = t.ObjectMethod | t.ClassMethod | t.ClassPrivateMethod;

/** Defines a method or accessor; `receivers` are the objects that it may be called on by the language. */
export function defineMethod(node: Method, holder: Value, receivers: Place, walker: Walker): void {
  const { heap } = walker;
  const name = propertyName(node.key, node.computed === true);
  if (name === null) walker.convert(walker.walk(node.key));
  else holder.own.add(name);
  const info = walker.analysis.infoOf.get(node);
  if (info !== undefined) walker.homes.set(info, holder);
  const method = walkFunction(node, walker);
  if (info !== undefined && (name === null || IMPLICIT.has(name))) {
    heap.exposeParameters(info);
    receivers.flowTo(heap.activation(info).self);
  }
  if (node.kind === 'get' || node.kind === 'set') defineAccessor(node.kind, name, holder, method, walker);
  else {
    if (walker.privateMethod(node.key) !== undefined) return;
    method.flowTo(name === null ? holder.elements : holder.field(name));
    if (name !== null) holder.methods = withName(holder.methods, name);
  }
}

function defineAccessor(kind: 'get' | 'set', name: string | null, holder: Value, fn: Place, walker: Walker): void {
  const accessors = kind === 'get' ? 'getters' : 'setters';
  const [value] = fn.values;
  if (name !== null && value !== undefined && !holder[accessors].has(name)) {
    holder[accessors] = withEntry(holder[accessors], name, value);
  } else {
    // What a computed accessor, or a second one of the name, hides is not followed.
    walker.heap.escape(fn);
    walker.heap.escape(walker.heap.place(holder));
    holder.elements.add(walker.heap.unknown);
  }
}
