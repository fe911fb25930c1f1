import { types as t, type NodePath, type PluginObj } from '@babel/core';
import { constructorOf, implicitConstructor, indexOfThis } from '../../plugin/syntax/classes/constructors.ts';
import { isDecorated } from '../../plugin/syntax/classes/decorated.ts';

type Field = t.ClassProperty | t.ClassPrivateProperty;
type Element = t.ClassBody['body'][number];

/**
 * Assigns the fields of classes in the constructor, after the parameter properties, and drops those without a value:
 *
 *     class A { y: number; x = this.p.f(); constructor(private p: P) {} }
 *     class A { constructor(private p: P) { this.x = this.p.f(); } }
 */
export const assignFields: PluginObj = {
  name: 'assign-fields',
  visitor: {
    Program(path) {
      path.traverse({ Class: assign });
    },
  },
};

function assign(owner: NodePath<t.Class>): void {
  const { body } = owner.node;
  // Decorators change what initializes their fields, and the order of fields counts.
  if (body.body.some((element) => isField(element) && isDecorated(element))) return;
  const fields = elementsOf(owner).filter(({ node }) => isField(node)) as NodePath<Field>[];
  if (!assignIn(fields, owner)) return;
  body.body = body.body.flatMap((element) => (isField(element) ? remainderOf(element) : [element]));
  owner.scope.crawl();
}

/** Fields that only TypeScript knows about are left to the preset. So are those whose name is computed, once. */
function isField(element: Element): element is Field {
  if (t.isClassPrivateProperty(element)) return true;
  return t.isClassProperty(element) && !element.computed && !element.declare && !element.abstract;
}

/** Returns false where the values cannot stand in the constructor: TypeScript refuses such a class. */
function assignIn(fields: NodePath<Field>[], owner: NodePath<t.Class>): boolean {
  const valued = fields.filter(({ node }) => node.value && !node.static);
  if (valued.length === 0) return true;
  const { node, scope } = owner;
  const { body } = node.body;
  const constructor = constructorOf(node) ?? implicitConstructor(node, scope.generateUid('args'));
  const start = indexOfThis(constructor, node);
  if (start === null) return false;
  if (valued.some((field) => mentions(field, namesIn(constructor, owner)))) return false;
  constructor.body.body.splice(start, 0, ...valued.map((field) => assignment(field.node)));
  if (!body.includes(constructor)) body.push(constructor);
  return true;
}

/** What stays in the class: of static fields the assignment, of others what is private, without the value. */
function remainderOf(field: Field): Element[] {
  const isPlain = !t.isClassPrivateProperty(field);
  if (!field.static) return isPlain ? [] : [{ ...field, value: null }];
  if (!isPlain) return [field];
  return field.value ? [t.inherits(t.staticBlock([assignment(field)]), field)] : [];
}

function assignment(field: Field): t.Statement {
  const { key } = field;
  const isLiteral = t.isStringLiteral(key) || t.isNumericLiteral(key) || t.isBigIntLiteral(key);
  const member = t.memberExpression(t.thisExpression(), key, isLiteral);
  const assigned = t.assignmentExpression('=', member, field.value as t.Expression);
  return t.inherits(t.expressionStatement(assigned), field);
}

function elementsOf(owner: NodePath<t.Class>): NodePath<Element>[] {
  return owner.get('body').get('body');
}

/** What is declared in a constructor, for all of it. */
function namesIn(constructor: t.ClassMethod, owner: NodePath<t.Class>): string[] {
  return Object.keys(elementsOf(owner).find(({ node }) => node === constructor)?.scope.bindings ?? {});
}

function mentions(field: NodePath<Field>, names: readonly string[]): boolean {
  let isMentioned = false;
  field.traverse({
    ReferencedIdentifier({ node, scope }: NodePath<t.Identifier | t.JSXIdentifier>) {
      if (names.includes(node.name) && !isWithin(field, scope.getBinding(node.name)?.path)) isMentioned = true;
    },
  });
  return isMentioned;
}

function isWithin(field: NodePath, binding: NodePath | undefined): boolean {
  return binding?.isDescendant(field) === true;
}
