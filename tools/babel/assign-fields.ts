import { types as t, type NodePath, type PluginObj } from '@babel/core';

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
  const fields = elementsOf(owner).filter(({ node }) => isField(node)) as NodePath<Field>[];
  if (!assignIn(constructorOf(owner), fields, owner)) return;
  body.body = body.body.flatMap((element) => (isField(element) ? remainderOf(element) : [element]));
  owner.scope.crawl();
}

/** Fields that only TypeScript knows about are left to the preset. So are those whose name is computed, once. */
function isField(element: Element): element is Field {
  if (t.isClassPrivateProperty(element)) return true;
  return t.isClassProperty(element) && !element.computed && !element.declare && !element.abstract;
}

/** The constructor; a new one where there is none. */
function constructorOf({ node, scope }: NodePath<t.Class>): t.ClassMethod {
  const { body } = node.body;
  const own = body.find((element) => t.isClassMethod(element, { kind: 'constructor' }));
  if (own !== undefined) return own;
  const args = scope.generateUidIdentifier('args');
  const call = t.callExpression(t.super(), [t.spreadElement(args)]);
  return t.classMethod(
    'constructor',
    t.identifier('constructor'),
    node.superClass ? [t.restElement(t.cloneNode(args))] : [],
    t.blockStatement(node.superClass ? [t.expressionStatement(call)] : []),
  );
}

/** Returns false where the values cannot stand in the constructor: TypeScript refuses such a class. */
function assignIn(constructor: t.ClassMethod, fields: NodePath<Field>[], owner: NodePath<t.Class>): boolean {
  const valued = fields.filter(({ node }) => node.value && !node.static);
  if (valued.length === 0) return true;
  const { body } = owner.node.body;
  const start = owner.node.superClass ? constructor.body.body.findIndex(isSuperCall) + 1 : 0;
  if (owner.node.superClass && start === 0) return false;
  if (valued.some((field) => mentions(field, namesIn(constructor, owner)))) return false;
  constructor.body.body.splice(start, 0, ...valued.map(({ node }) => assignment(node)));
  if (!body.includes(constructor)) body.push(constructor);
  return true;
}

function isSuperCall(statement: t.Statement): boolean {
  return (
    t.isExpressionStatement(statement) &&
    t.isCallExpression(statement.expression) &&
    t.isSuper(statement.expression.callee)
  );
}

/** What stays in the class: of static fields the assignment, of others what is decorated or private, without the value. */
function remainderOf(field: Field): Element[] {
  const isPlain = !t.isClassPrivateProperty(field) && (field.decorators?.length ?? 0) === 0;
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
