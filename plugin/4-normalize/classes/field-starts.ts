import { types as t } from '@babel/core';
import type { MovedFields, Resolution } from '../../3-analyze/model.ts';
import { contains } from '../../syntax/children.ts';
import { constructorOf, implicitConstructor, indexOfThis } from '../../syntax/classes/constructors.ts';
import { startFields } from './class-constructors.ts';
import { privateName, type Field } from './field-statements.ts';

/** Puts statements that initialize fields at their place. */
type Place = (statements: t.Statement[]) => void;

/** Where statements before these go: fields are found from the last one to the first. */
interface Start {
  block: t.BlockStatement;
  first: t.Statement;
}

/**
 * Where classes initialize fields that may block: in the constructor, as soon as it has its object.
 *
 *     class C extends B { constructor() { super(); this.#y = g(); } }
 *
 * Where it calls `super()` at other places, or means something else by a name, it calls a method that does so:
 *
 *     class C extends B { #fields() { this.#y = g(); } constructor() { if (super(), this.#fields(), this) {} } }
 */
export class FieldStarts {
  readonly #marked: Set<t.Node>;
  readonly #moved: MovedFields;
  readonly #starts = new Map<t.Class, Start>();

  constructor(marked: Set<t.Node>, moved: MovedFields) {
    this.#marked = marked;
    this.#moved = moved;
  }

  /** @param fields all of the class, of which some are still to be moved */
  placeFor(node: t.Class, fields: readonly Field[], analysis: Resolution, unique: (hint: string) => string): Place {
    const start = this.#starts.get(node);
    if (start !== undefined) return (statements) => this.#put(node, start.block, start.first, statements);
    const constructor = constructorOf(node) ?? this.#writeConstructor(node);
    const index = canHold(constructor, node, fields, analysis) ? indexOfThis(constructor, node) : null;
    if (index === null) return (statements) => this.#callMethod(node, constructor, statements, unique);
    const { body } = constructor;
    return (statements) => this.#put(node, body, body.body[index], statements);
  }

  #writeConstructor(node: t.Class): t.ClassMethod {
    const constructor = implicitConstructor(node);
    node.body.body.unshift(constructor);
    this.#marked.add(constructor);
    return constructor;
  }

  #put(node: t.Class, block: t.BlockStatement, before: t.Statement | undefined, statements: t.Statement[]): void {
    const index = before === undefined ? block.body.length : block.body.indexOf(before);
    block.body.splice(index, 0, ...statements);
    this.#starts.set(node, { block, first: statements[0] as t.Statement });
  }

  #callMethod(
    node: t.Class,
    constructor: t.ClassMethod,
    statements: t.Statement[],
    unique: (hint: string) => string,
  ): void {
    const name = unique('fields');
    const method = t.classPrivateMethod('method', privateName(name), [], t.blockStatement(statements));
    this.#moved.methods.set(method, name);
    this.#marked.add(method);
    this.#starts.set(node, { block: method.body, first: statements[0] as t.Statement });
    node.body.body.push(method);
    const start = (): t.Expression => t.callExpression(t.memberExpression(t.thisExpression(), privateName(name)), []);
    this.#marked.add(startFields(constructor, node, start, unique));
  }
}

/** Whether initializers mean the same in a constructor, and it has its `this` at one place only. */
function canHold(
  constructor: t.ClassMethod,
  owner: t.Class,
  fields: readonly Field[],
  { infoOf }: Resolution,
): boolean {
  if (
    owner.superClass ? callsOfSuper(constructor) !== 1 : !constructor.params.every((param) => t.isIdentifier(param))
  ) {
    return false;
  }
  // One that has just been written has but its rest parameter.
  const declared = infoOf.get(constructor)?.declares ?? new Set(['args']);
  const isOther = (node: t.Node): boolean => t.isMetaProperty(node) || (isName(node) && declared.has(node.name));
  return !fields.some(({ value }) => value && contains(value, isOther));
}

function isName(node: t.Node): node is t.Identifier | t.JSXIdentifier {
  return t.isIdentifier(node) || t.isJSXIdentifier(node);
}

function callsOfSuper(constructor: t.ClassMethod): number {
  let calls = 0;
  contains(constructor.body, (node) => {
    if (t.isCallExpression(node) && t.isSuper(node.callee)) calls++;
    return false;
  });
  return calls;
}
