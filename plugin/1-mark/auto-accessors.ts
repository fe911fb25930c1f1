import { types as t } from '@babel/core';
import { hasDecorators } from '../3-analyze/decorated.ts';
import { giveName } from '../4-emit/naming.ts';
import { isAnonymous } from './fields-method.ts';
import { mayBlock } from './top-level.ts';
import { uniqueName } from './unique-name.ts';

/**
 * An auto accessor whose initializer may block becomes what it is short for. The private field is one like any other.
 *
 *     accessor x = f();   =>   #x_1 = f(); get x() { return this.#x_1; } set x(value) { this.#x_1 = value; }
 *
 * What has decorators stays as it is for them, and so does what has a computed key.
 *
 * Input: the marked nodes. Output: the new fields and accessors are marked.
 */
export function writeOutAutoAccessors(program: t.Program, marked: Set<t.Node>): void {
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node) && !hasDecorators(node));
  if (!classes.some(({ body }) => body.body.some(canBeWrittenOut))) return;
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  for (const { body } of classes) {
    body.body = body.body.flatMap((element) =>
      canBeWrittenOut(element) ? writeOut(element, uniqueName(nameOf(element), names), marked) : [element],
    );
  }
}

function canBeWrittenOut(element: t.Node): element is t.ClassAccessorProperty {
  if (!t.isClassAccessorProperty(element) || !element.value || element.computed === true) return false;
  return mayBlock(element.value, () => false);
}

function nameOf({ key }: t.ClassAccessorProperty): string {
  return t.isPrivateName(key) ? key.id.name : t.isIdentifier(key) ? key.name : 'accessor';
}

function writeOut(element: t.ClassAccessorProperty, name: string, marked: Set<t.Node>): t.ClassBody['body'] {
  const { key, value } = element;
  const isStatic = element.static === true;
  const named = value && isAnonymous(value) ? giveName(value, keyName(key)) : value;
  const field = t.classPrivateProperty(t.privateName(t.identifier(name)), named ?? null, [], isStatic);
  field.loc = element.loc ?? null;
  field.leadingComments = element.leadingComments ?? null;
  const read = (): t.MemberExpression => t.memberExpression(t.thisExpression(), t.privateName(t.identifier(name)));
  const getter = accessor('get', key, [], t.returnStatement(read()), isStatic);
  const store = t.assignmentExpression('=', read(), t.identifier('value'));
  const setter = accessor('set', key, [t.identifier('value')], t.expressionStatement(store), isStatic);
  for (const node of [field, getter, setter]) marked.add(node);
  return [field, getter, setter];
}

function accessor(
  kind: 'get' | 'set',
  key: t.ClassAccessorProperty['key'],
  params: t.Identifier[],
  statement: t.Statement,
  isStatic: boolean,
): t.ClassMethod | t.ClassPrivateMethod {
  const body = t.blockStatement([statement]);
  if (t.isPrivateName(key)) return t.classPrivateMethod(kind, t.cloneNode(key), params, body, isStatic);
  return t.classMethod(kind, t.cloneNode(key), params, body, false, isStatic);
}

/** What the language names an anonymous function after. */
function keyName(key: t.ClassAccessorProperty['key']): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return key.name;
  return String((key as t.StringLiteral | t.NumericLiteral).value);
}
