import { types as t } from '@babel/core';
import { isPureCall } from '../../3-analyze/yield-points/builtins.ts';
import { iterationTest } from '../../3-analyze/yield-points/iterations.ts';
import { hasDecorators } from '../../syntax/classes/decorated.ts';
import type { Resolution, MovedFields } from '../../3-analyze/model.ts';
import { resolve } from '../../3-analyze/scopes/resolve.ts';
import { giveName } from '../../syntax/names/naming.ts';
import { findClassesInFunctions, type Place } from './classes-in-functions.ts';
import { declareIn } from '../../syntax/declare-in.ts';
import { addition, definition } from './field-statements.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { uniqueName, type Helper } from '../../syntax/names/unique-name.ts';

/** What runs when a class is defined, and can as well run right after. */
type Movable = t.StaticBlock | t.ClassProperty | t.ClassPrivateProperty;

/**
 * Static blocks and initializers of static fields run inside of the native definition of their class. From the first one
 * that may block, they become arrows, which the function around calls when the class is defined:
 *
 *     class C { static x = f(); static { g(); } }
 *     =>
 *     var start, start_1, made;
 *     let C = (made = class C { static { start = () => defineFields(this, { x: f() }); start_1 = () => { g(); }; } },
 *       start(), start_1(), made);
 *
 * A private field is added to the class at that time by the emitter, which also keeps the keys of computed ones: they stay
 * in the class to be evaluated.
 *
 * Input: the marked nodes. Output: the arrows are marked; those fields are among `moved`.
 */
export function moveStaticElements(program: t.Program, marked: Set<t.Node>, moved: MovedFields, helper: Helper): void {
  const anything: Blocking = { isPure: () => false, iterates: isIteration };
  const mayMove = (node: t.Node): boolean => t.isClass(node) && movable(node, moved, anything).length > 0;
  if (![...marked].some(mayMove)) return;
  const analysis = resolve(program, () => false);
  if (!analysis.dynamic) new StaticElements(analysis, marked, moved, helper).moveAll(program);
}

/** What may block. */
interface Blocking {
  readonly isPure: (call: t.Node) => boolean;
  readonly iterates: (node: t.Node) => boolean;
}

function isIteration(node: t.Node): boolean {
  return t.isForOfStatement(node) || t.isSpreadElement(node) || t.isArrayPattern(node);
}

function movable(node: t.Class, { adders, keys }: MovedFields, { isPure, iterates }: Blocking): Movable[] {
  if (hasDecorators(node)) return [];
  const hasMoved = (element: t.Node): boolean => adders.has(element) || keys.has(element);
  const elements = node.body.body.filter((element) => runsAtDefinition(element) && !hasMoved(element));
  const first = elements.findIndex((element) => mayBlock(contentOf(element), isPure, iterates));
  const rest = first < 0 ? [] : elements.slice(first);
  return rest.every(canMove) ? rest : [];
}

/** A field with a type and no value may be a mere declaration. */
function runsAtDefinition(element: t.ClassBody['body'][number]): boolean {
  if (t.isStaticBlock(element)) return true;
  if (t.isClassAccessorProperty(element) || t.isClassPrivateProperty(element)) return element.static;
  return t.isClassProperty(element) && element.static && (!element.typeAnnotation || Boolean(element.value));
}

/** Without the key, which is evaluated before. */
function contentOf(element: t.ClassBody['body'][number]): t.Node {
  return 'value' in element && element.value ? element.value : t.isStaticBlock(element) ? element : t.nullLiteral();
}

function canMove(element: t.ClassBody['body'][number]): element is Movable {
  return t.isStaticBlock(element) || t.isClassProperty(element) || t.isClassPrivateProperty(element);
}

function hasComputedKey(element: t.Node): boolean {
  return t.isClassProperty(element) && element.computed;
}

class StaticElements {
  readonly #analysis: Resolution;
  readonly #marked: Set<t.Node>;
  readonly #moved: MovedFields;
  readonly #helper: Helper;

  constructor(analysis: Resolution, marked: Set<t.Node>, moved: MovedFields, helper: Helper) {
    this.#helper = helper;
    this.#moved = moved;
    this.#analysis = analysis;
    this.#marked = marked;
  }

  /** What is in an element that has moved is in a function, too: its turn comes in the next round. */
  moveAll(program: t.Program): void {
    const analysis = this.#analysis;
    const blocking = { isPure: (call: t.Node) => isPureCall(call, analysis), iterates: iterationTest(analysis) };
    let found: boolean;
    do {
      found = false;
      for (const place of findClassesInFunctions(program, this.#marked)) {
        const elements = movable(place.node, this.#moved, blocking);
        if (elements.length === 0 || (place.namedByKey && !place.node.id)) continue;
        this.#moveOut(elements, place);
        found = true;
      }
    } while (found);
  }

  #moveOut(elements: readonly Movable[], { node, owner, replace }: Place): void {
    const starts = elements.map(() => this.#unique('static_initializer'));
    const assignments = elements.map((element, index) => assign(starts[index] as string, this.#arrow(element)));
    const block = t.staticBlock(assignments.map((assignment) => t.expressionStatement(assignment)));
    node.body.body.splice(node.body.body.indexOf(elements[0] as Movable), 0, block);
    const leave = new Set<t.Node>(elements.filter((element) => !hasComputedKey(element)));
    node.body.body = node.body.body.filter((element) => !leave.has(element));
    node.body.body.push(...elements.filter((element) => t.isClassPrivateProperty(element)));
    const made = this.#unique('made');
    const isDeclaration = t.isClassDeclaration(node);
    const calls = starts.map((start) => t.callExpression(t.identifier(start), []));
    const value = t.sequenceExpression([assign(made, this.#named(node)), ...calls, t.identifier(made)]);
    const variables = [...starts, made];
    if (owner === null) return replace(this.#inFunction(value, variables));
    replace(isDeclaration ? declaration(node, value) : value);
    declareIn(owner, variables);
  }

  /** Where the variables cannot be those of the function around: `(() => { var start, made; return ...; })()` */
  #inFunction(value: t.Expression, variables: readonly string[]): t.Expression {
    const arrow = t.arrowFunctionExpression([], value);
    declareIn(arrow, variables);
    this.#marked.add(arrow);
    return t.callExpression(arrow, []);
  }

  #arrow(element: Movable): t.Expression {
    const body = t.isStaticBlock(element) ? t.blockStatement(element.body) : this.#initialization(element);
    const arrow = t.arrowFunctionExpression([], body);
    arrow.loc = element.loc ?? null;
    this.#marked.add(arrow);
    return arrow;
  }

  #initialization(field: t.ClassProperty | t.ClassPrivateProperty): t.Expression {
    if (t.isClassProperty(field)) return this.#definition(field);
    return addition(field, this.#moved, (hint) => this.#unique(hint));
  }

  #definition(field: t.ClassProperty): t.Expression {
    const defineFields = this.#helper('defineFields', this.#analysis.names);
    return definition(field, defineFields, this.#moved, (hint) => this.#unique(hint));
  }

  /** The class with the name that it has from where it stands. */
  #named(node: t.Class): t.Expression {
    const name = this.#analysis.inferredNames.get(node);
    const value = t.toExpression(node);
    if (value.id) return value;
    return name === undefined ? t.sequenceExpression([t.numericLiteral(0), value]) : giveName(value, name);
  }

  #unique(hint: string): string {
    return uniqueName(hint, this.#analysis.names);
  }
}

function assign(name: string, value: t.Expression): t.AssignmentExpression {
  return t.assignmentExpression('=', t.identifier(name), value);
}

/** A class declaration is a `let` by another name. */
function declaration(node: t.Class, value: t.Expression): t.Statement {
  const result = t.variableDeclaration('let', [t.variableDeclarator(t.identifier(node.id?.name ?? ''), value)]);
  result.leadingComments = node.leadingComments ?? null;
  node.leadingComments = null;
  return result;
}
