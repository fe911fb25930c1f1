import { types as t } from '@babel/core';
import { isPureCall } from '../../3-analyze/yield-points/builtins.ts';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { hasDecorators } from '../../syntax/decorated.ts';
import type { Resolution, MovedFields } from '../../3-analyze/model.ts';
import { NOTHING_NOTED } from '../../3-analyze/notes.ts';
import { resolve } from '../../3-analyze/scopes/resolve.ts';
import type { KnownTypes } from '../../3-analyze/types/known-types.ts';
import { findBlockingInitializers } from '../../3-analyze/yield-points/yield-points.ts';
import { completeConstructors } from './complete-constructors.ts';
import { startFields } from './class-constructors.ts';
import { constructorOf, implicitConstructor } from '../../syntax/constructors.ts';
import { declareAsVariable } from './class-variables.ts';
import { FieldsMethod, type Field } from './fields-method.ts';
import { mayBlock } from '../../syntax/may-block.ts';
import { listNodes } from '../../syntax/node-list.ts';
import { uniqueName, type Helper } from '../../syntax/unique-name.ts';

/**
 * Initializers of instance fields run inside of the native `new` or `super()`. From the first one that may block, they
 * become a method, which the constructor calls when it has its object:
 *
 *     class C extends B { x = f(); #y = g(); constructor() { super(); } }
 *     =>
 *     class C extends B {
 *       #fields() { defineFields(this, { x: f() }); this.#y = g(); }
 *       constructor() { (super(), this.#fields(), this); }
 *     }
 *
 * Where a private field is among them, the emitter adds it to the object at that time.
 *
 * Input: the marked nodes. Output: the new methods and constructors are marked; what the emitter has to know of the fields.
 */
export function moveInstanceFields(
  program: t.Program,
  marked: Set<t.Node>,
  moved: MovedFields,
  options: MoveOptions,
): void {
  if (![...marked].some((node) => t.isClass(node) && mayHaveBlockingFields(node, () => false))) return;
  new InstanceFields(program, marked, moved, options).moveAll();
  if (moved.methods.size > 0) completeConstructors(listNodes(program), marked);
}

export interface MoveOptions {
  stress: boolean;
  types: KnownTypes;
  helper: Helper;
}

function findCandidates(program: t.Program, marked: ReadonlySet<t.Node>): t.Class[] {
  const classes: t.Class[] = [];
  const visit = (node: t.Node): void => {
    if (isTypeOnly(node)) return;
    if (t.isClass(node) && marked.has(node) && !hasDecorators(node) && hasMarkedConstructor(node, marked)) {
      classes.push(node);
    }
    eachChild(node, visit);
  };
  visit(program);
  return classes;
}

function hasMarkedConstructor(node: t.Class, marked: ReadonlySet<t.Node>): boolean {
  const constructor = constructorOf(node);
  return constructor === undefined || marked.has(constructor);
}

function mayHaveBlockingFields(node: t.Class, isPure: (call: t.Node) => boolean): boolean {
  return fieldsOf(node).some(({ value }) => value && (mayBlock(value, isPure) || spreads(value)));
}

function spreads(node: t.Node): boolean {
  return t.isArrayExpression(node) && node.elements.some((element) => t.isSpreadElement(element));
}

/** The fields that objects get; one with a type and no value may be a mere declaration. */
function fieldsOf(node: t.Class): Field[] {
  return node.body.body.filter((element): element is Field => {
    if (t.isClassPrivateProperty(element)) return !element.static;
    return t.isClassProperty(element) && !element.static && (!element.typeAnnotation || Boolean(element.value));
  });
}

class InstanceFields {
  readonly #program: t.Program;
  readonly #marked: Set<t.Node>;
  readonly #options: MoveOptions;
  readonly #moved: MovedFields;

  constructor(program: t.Program, marked: Set<t.Node>, moved: MovedFields, options: MoveOptions) {
    this.#moved = moved;
    this.#program = program;
    this.#marked = marked;
    this.#options = options;
  }

  /** What is moved may hold classes of its own: their turn comes next. */
  moveAll(): void {
    for (;;) {
      const { types } = this.#options;
      const notes = { ...NOTHING_NOTED, movedFields: this.#moved, types };
      const analysis = resolve(this.#program, (node) => this.#marked.has(node), notes);
      if (analysis.dynamic || !this.#mayFindMore(analysis)) break;
      const candidates = this.#candidates();
      const movable = new Set<t.Node>(candidates.flatMap((node) => fieldsOf(node)));
      const blocking = findBlockingInitializers(analysis, this.#options.stress, (field) => movable.has(field));
      const isBlocking = (field: Field): boolean => blocking.has(field) && !this.#hasMoved(field);
      const classes = candidates.filter((node) => fieldsOf(node).some(isBlocking));
      if (classes.length === 0) break;
      for (const node of classes) this.#move(node, isBlocking, analysis);
    }
  }

  #candidates(): t.Class[] {
    return findCandidates(this.#program, this.#marked);
  }

  #mayFindMore(analysis: Resolution): boolean {
    return this.#candidates().some((node) => mayHaveBlockingFields(node, (call) => isPureCall(call, analysis)));
  }

  #hasMoved(field: Field): boolean {
    return this.#moved.keys.has(field) || this.#moved.adders.has(field);
  }

  #move(node: t.Class, isBlocking: (field: Field) => boolean, analysis: Resolution): void {
    const unique = (hint: string): string => uniqueName(hint, analysis.names);
    const fields = fieldsOf(node);
    const first = fields.findIndex(isBlocking);
    const writer = new FieldsMethod(this.#moved, () => this.#options.helper('defineFields', analysis.names), unique);
    const before = node.body.body.find((element) => this.#moved.methods.has(element));
    const moved = fields.slice(first).filter((field) => !this.#hasMoved(field));
    const method = writer.write(moved, node, before as t.ClassPrivateMethod | undefined);
    if (moved.some((field) => t.isClassPrivateProperty(field))) declareAsVariable(node, this.#program);
    if (before !== undefined) return;
    this.#marked.add(method);
    this.#callFromConstructor(node, method, unique);
  }

  #callFromConstructor(node: t.Class, method: t.ClassPrivateMethod, unique: (hint: string) => string): void {
    let constructor = constructorOf(node);
    if (constructor === undefined) {
      constructor = implicitConstructor(node);
      node.body.body.unshift(constructor);
      this.#marked.add(constructor);
    }
    const start = (): t.Expression =>
      t.callExpression(t.memberExpression(t.thisExpression(), t.cloneNode(method.key)), []);
    this.#marked.add(startFields(constructor, node, start, unique));
  }
}
