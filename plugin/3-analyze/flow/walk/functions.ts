import { types as t } from '@babel/core';
import type { FunctionInfo } from '../../model.ts';
import { assignPattern } from './patterns.ts';
import type { Place } from '../heap/place.ts';
import type { Value } from '../heap/value.ts';
import type { Walker } from './walker.ts';

/** A function expression or declaration, or a method: its value, whose body is walked once for all calls. */
export function walkFunction(node: t.Function, walker: Walker): Place {
  const info = walker.analysis.infoOf.get(node);
  if (info === undefined) return walker.unknown();
  const { value } = walker.heap.activation(info);
  const named = t.isFunctionDeclaration(node) || t.isFunctionExpression(node) ? node.id : null;
  if (named) walker.variableOf(named)?.add(value);
  const outer = t.isFunctionDeclaration(node) ? walker.analysis.sloppyFunctions.get(node) : undefined;
  if (outer !== undefined) walker.variable(outer).add(value);
  if (info.kind === 'function') addPrototype(value, walker);
  walker.inside(info, () => walkBody(node, info, walker));
  if (info.async || info.generator) walker.heap.escape(walker.heap.activation(info).returns);
  return walker.heap.place(value);
}

/** The object that `new` gives to what the function makes. */
export function addPrototype(constructor: Value, walker: Walker): Value {
  const prototype = walker.heap.value('object');
  prototype.field('constructor').add(constructor);
  prototype.own.add('constructor');
  constructor.field('prototype').add(prototype);
  constructor.own.add('prototype');
  return prototype;
}

/** `...rest: string[]` */
function declareElements(param: t.RestElement, rest: Value, walker: Walker): void {
  const elements = walker.declaredType(param)?.elements;
  if (elements) rest.elements.foreign = walker.heap.foreign(elements);
}

function walkBody(node: t.Function, info: FunctionInfo, walker: Walker): void {
  const { heap } = walker;
  const activation = heap.activation(info);
  for (const param of node.params) {
    if (t.isRestElement(param)) {
      activation.rest = heap.value('array');
      declareElements(param, activation.rest, walker);
      assignPattern(param.argument, heap.place(activation.rest), walker);
    } else if (!t.isIdentifier(param, { name: 'this' })) {
      const place = heap.place();
      activation.params.push(place);
      assignPattern(t.isTSParameterProperty(param) ? param.parameter : param, place, walker);
      // It is a field, too.
      if (t.isTSParameterProperty(param)) activation.self.each((value) => heap.release(value));
    }
  }
  passToVariables(node, info, walker);
  const result = walker.walk(node.body);
  if (t.isExpression(node.body)) result.flowTo(activation.returns);
}

/** Where the body has a scope of its own, its variables begin with the values of the parameters of the same name. */
function passToVariables({ body }: t.Function, info: FunctionInfo, walker: Walker): void {
  for (const [name, variable] of walker.analysis.scopeOf.get(body)?.bindings ?? []) {
    const parameter = info.scope?.bindings.get(name);
    if (parameter !== undefined) walker.variable(parameter).flowTo(walker.variable(variable));
  }
}
