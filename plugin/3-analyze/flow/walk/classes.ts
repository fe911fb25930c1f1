import { types as t } from '@babel/core';
import { eachChild } from '../../../syntax/children.ts';
import { hasDecorators, isDecorated } from '../../../syntax/classes/decorated.ts';
import { propertyName } from './keys.ts';
import { noteCertainFields } from './certain-fields.ts';
import { addPrototype } from './functions.ts';
import { defineMethod } from './objects.ts';
import type { Place } from '../heap/place.ts';
import { withEntry, type Value } from '../heap/value.ts';
import type { Walker } from './walker.ts';

/** A class: a function with a prototype, and with fields that every object gets which it makes. */
export function walkClass(node: t.Class, walker: Walker): Place {
  const { heap } = walker;
  const value = heap.value('class');
  const prototype = addPrototype(value, walker);
  for (const name of ['name', 'length']) value.own.add(name);
  if (node.superClass) {
    const parent = walker.walk(node.superClass);
    parent.flowTo(value.parents);
    heap.load(parent, 'prototype', prototype.parents);
  }
  nameClass(node, value, walker);
  walker.privateNames.push(privateNamesOf(node, walker));
  for (const element of node.body.body) {
    escapeDecorators(element, walker);
    walkElement(element, value, prototype, walker);
  }
  walker.privateNames.pop();
  declareFields(node, value, walker);
  noteCertainFields(node, value, walker);
  if (value.instanceTypes.size > 0) declareSelf(node, value, walker);
  return hasDecorators(node) ? decorate(node, value, walker) : heap.place(value);
}

/** A decorator may put anything in the place of a method. */
function privateNamesOf(node: t.Class, { analysis, heap }: Walker): Map<string, Value | null> {
  const names = new Map<string, Value | null>();
  for (const element of node.body.body) {
    if (!('key' in element) || !t.isPrivateName(element.key)) continue;
    const isMethod = t.isClassPrivateMethod(element, { kind: 'method' }) && !isDecorated(element);
    const info = isMethod ? analysis.infoOf.get(element) : undefined;
    names.set(element.key.id.name, info === undefined ? null : heap.activation(info).value);
  }
  return names;
}

/** Notes the types of the fields. */
function declareFields(node: t.Class, value: Value, walker: Walker): void {
  const declare = (declaration: t.Node, name: string | null, isStatic: boolean): void => {
    const type = name === null ? null : walker.declaredType(declaration);
    if (type === null || name === null) return;
    const foreign = walker.heap.foreign(type);
    if (isStatic) return value.declare(name, foreign);
    value.instanceTypes = withEntry(value.instanceTypes, name, foreign);
    // Those of derived classes, too.
    value.instances.each((instance) => instance.declare(name, foreign));
  };
  for (const element of node.body.body) {
    if (!t.isClassProperty(element) && !t.isClassPrivateProperty(element)) continue;
    declare(element, propertyName(element.key, t.isClassProperty(element) && element.computed), element.static);
  }
  const parameters = walker.analysis.types.parameterProperties.get(node) ?? [];
  for (const parameter of parameters) declare(parameter, parameter.name, false);
}

/** Methods are called on the objects of the class: what the types of its fields are good for. */
function declareSelf(node: t.Class, value: Value, walker: Walker): void {
  const { heap, analysis } = walker;
  const anyInstance = (): Value => {
    const instance = heap.instanceOf(value);
    heap.release(instance);
    return instance;
  };
  for (const element of node.body.body) {
    if (!(t.isClassMethod(element) || t.isClassPrivateMethod(element)) || element.static) continue;
    const info = analysis.infoOf.get(element);
    if (info !== undefined) heap.activation(info).self.foreign = anyInstance;
  }
}

function nameClass(node: t.Class, value: Value, walker: Walker): void {
  if (!node.id) return;
  walker.variableOf(node.id)?.add(value);
  const inner = walker.analysis.scopeOf.get(node)?.bindings.get(node.id.name);
  if (inner !== undefined) walker.variable(inner).add(value);
}

/** A decorator may do anything with the class, and make another one of it. */
function decorate(node: t.Class, value: Value, walker: Walker): Place {
  escapeDecorators(node, walker);
  walker.heap.escape(walker.heap.place(value));
  if (node.id) walker.variableOf(node.id)?.add(walker.heap.unknown);
  return walker.unknown();
}

/** Decorators are called while the class is being defined. */
function escapeDecorators(node: object, walker: Walker): void {
  if (!isDecorated(node)) return;
  for (const { expression } of node.decorators) walker.heap.escape(walker.walk(expression));
}

function walkElement(element: t.ClassBody['body'][number], value: Value, prototype: Value, walker: Walker): void {
  if (t.isClassMethod(element) || t.isClassPrivateMethod(element)) {
    if (element.kind === 'constructor') walkConstructor(element, value, prototype, walker);
    else if (element.static) defineMethod(element, value, walker.heap.place(value), walker);
    else defineMethod(element, prototype, value.instances, walker);
  } else if (t.isStaticBlock(element)) walkInitializer(element, walker.heap.place(value), value, walker);
  else if (t.isClassProperty(element) || t.isClassPrivateProperty(element)) {
    walkField(element, value, prototype, walker);
  } else if (!t.isTSIndexSignature(element)) {
    eachChild(element, (child) => walker.heap.escape(walker.walk(child)));
    walker.heap.escape(walker.heap.place(value));
  }
}

function walkConstructor(
  node: t.ClassMethod | t.ClassPrivateMethod,
  value: Value,
  prototype: Value,
  walker: Walker,
): void {
  const info = walker.analysis.infoOf.get(node);
  if (info === undefined) return;
  walker.homes.set(info, prototype);
  walker.classes.set(info, value);
  walker.walk(node);
  if (!passesOn(node)) value.info = info;
  else {
    // As if it were not there: through `...args`, arguments could not be told apart.
    const activation = walker.heap.activation(info);
    activation.called = true;
    value.instances.flowTo(activation.self);
  }
}

/** `constructor(...args) { super(...args); }` */
function passesOn({ params, body }: t.ClassMethod | t.ClassPrivateMethod): boolean {
  const [rest] = params;
  const [only] = body.body;
  if (!t.isRestElement(rest) || !t.isIdentifier(rest.argument) || body.body.length !== 1) return false;
  if (!t.isExpressionStatement(only) || !t.isCallExpression(only.expression)) return false;
  const { callee, arguments: args } = only.expression;
  const [spread] = args;
  const { name } = rest.argument;
  return (
    t.isSuper(callee) && args.length === 1 && t.isSpreadElement(spread) && t.isIdentifier(spread.argument, { name })
  );
}

function walkField(
  node: t.ClassProperty | t.ClassPrivateProperty,
  value: Value,
  prototype: Value,
  walker: Walker,
): void {
  const isStatic = node.static;
  const name = propertyName(node.key, t.isClassProperty(node) && node.computed);
  if (name === null) walker.convert(walker.walk(node.key));
  const owners = isStatic ? walker.heap.place(value) : value.instances;
  const initial = walkInitializer(node, owners, isStatic ? value : prototype, walker);
  owners.each((owner) => initial.flowTo(name === null ? owner.elements : owner.field(name)));
}

/** A field's initial value, or a static block: code that runs as if it were a method. */
function walkInitializer(
  node: t.ClassProperty | t.ClassPrivateProperty | t.StaticBlock,
  owners: Place,
  home: Value,
  walker: Walker,
): Place {
  const info = walker.analysis.infoOf.get(node);
  let result = walker.heap.place();
  if (info === undefined) return result;
  walker.homes.set(info, home);
  const activation = walker.heap.activation(info);
  activation.called = true;
  owners.flowTo(activation.self);
  walker.inside(info, () => {
    if (t.isStaticBlock(node)) node.body.forEach((statement) => walker.walk(statement));
    else if (node.value) result = walker.walk(node.value);
  });
  return result;
}
