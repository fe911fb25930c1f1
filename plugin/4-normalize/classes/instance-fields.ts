import { types as t } from '@babel/core';
import { isPureCall } from '../../3-analyze/yield-points/builtins.ts';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { hasDecorators } from '../../syntax/classes/decorated.ts';
import type { Facts } from '../../3-analyze/facts.ts';
import type { MovedFields, Resolution } from '../../3-analyze/model.ts';
import { findBlockingInitializers } from '../../3-analyze/yield-points/yield-points.ts';
import { completeConstructors } from './complete-constructors.ts';
import { declareAsVariable } from './class-variables.ts';
import { FieldStarts } from './field-starts.ts';
import { FieldStatements, type Field } from './field-statements.ts';
import { constructorOf } from '../../syntax/classes/constructors.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { listNodes } from '../../syntax/node-list.ts';
import { uniqueName, type Helper } from '../../syntax/names/unique-name.ts';

/**
 * Initializers of instance fields run inside of the native `new` or `super()`. From the first one that may block, the constructor
 * evaluates them, as soon as it has its object:
 *
 *     class C extends B { x = f(); #y = g(); constructor() { super(); } }
 *     =>
 *     class C extends B { #y; constructor() { super(); defineFields(this, { x: f() }); this.#y = g(); } }
 *
 * Where a private field is among them, the emitter adds it to the object at that time.
 *
 * Input: the marked nodes. Output: the new methods and constructors are marked; what the emitter has to know of the fields.
 */
export function moveInstanceFields(
  program: t.Program,
  marked: Set<t.Node>,
  moved: MovedFields,
  facts: Facts,
  helper: Helper,
): void {
  if (![...marked].some((node) => t.isClass(node) && mayHaveBlockingFields(node, () => false))) return;
  new InstanceFields(program, marked, moved, facts, helper).moveAll();
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
  readonly #moved: MovedFields;
  readonly #facts: Facts;
  readonly #helper: Helper;
  readonly #starts: FieldStarts;

  constructor(program: t.Program, marked: Set<t.Node>, moved: MovedFields, facts: Facts, helper: Helper) {
    this.#program = program;
    this.#marked = marked;
    this.#moved = moved;
    this.#facts = facts;
    this.#helper = helper;
    this.#starts = new FieldStarts(marked, moved);
  }

  /** What is moved may hold classes of its own: their turn comes next. */
  moveAll(): void {
    for (;;) {
      const analysis = this.#facts.resolution;
      const candidates = findCandidates(this.#program, this.#marked);
      if (analysis.dynamic || !mayFindMore(candidates, analysis)) break;
      const movable = new Set<t.Node>(candidates.flatMap((node) => fieldsOf(node)));
      const blocking = findBlockingInitializers(this.#facts.calls, (field) => movable.has(field));
      const isBlocking = (field: Field): boolean => blocking.has(field) && !this.#hasMoved(field);
      const classes = candidates.filter((node) => fieldsOf(node).some(isBlocking));
      if (classes.length === 0) break;
      for (const node of classes) this.#move(node, isBlocking, analysis);
      completeConstructors(listNodes(this.#program), this.#marked);
      this.#facts.forget();
    }
  }

  #hasMoved(field: Field): boolean {
    return this.#moved.keys.has(field) || this.#moved.adders.has(field);
  }

  #move(node: t.Class, isBlocking: (field: Field) => boolean, analysis: Resolution): void {
    const unique = (hint: string): string => uniqueName(hint, analysis.names);
    const fields = fieldsOf(node);
    const place = this.#starts.placeFor(node, fields, analysis, unique);
    const first = fields.findIndex(isBlocking);
    const moved = fields.slice(first).filter((field) => !this.#hasMoved(field));
    const writer = new FieldStatements(this.#moved, () => this.#helper('defineFields', analysis.names), unique);
    place(writer.write(moved, node));
    if (moved.some((field) => t.isClassPrivateProperty(field))) declareAsVariable(node, this.#program);
  }
}

function mayFindMore(candidates: readonly t.Class[], analysis: Resolution): boolean {
  return candidates.some((node) => mayHaveBlockingFields(node, (call) => isPureCall(call, analysis)));
}
