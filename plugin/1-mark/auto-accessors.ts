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
 * A static one is that of the class, whoever inherits it: `static get x() { return C.#x_1; }`. What has decorators stays as
 * it is for them, and so does what has a computed key, or belongs to a class without a name.
 *
 * Input: the marked nodes. Output: the new fields and accessors are marked.
 */
export function writeOutAutoAccessors(program: t.Program, marked: Set<t.Node>): void {
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node) && !hasDecorators(node));
  if (!classes.some((node) => node.body.body.some((element) => canBeWrittenOut(element, node)))) return;
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  for (const node of classes) {
    node.body.body = node.body.body.flatMap((element) => {
      if (!canBeWrittenOut(element, node)) return [element];
      const parts = writeOut(element, node, (hint) => uniqueName(hint, names));
      for (const part of parts) marked.add(part);
      return parts;
    });
  }
}

function canBeWrittenOut(element: t.Node, owner: t.Class): element is t.ClassAccessorProperty {
  if (!t.isClassAccessorProperty(element) || !element.value || element.computed) return false;
  if (element.static && !owner.id) return false;
  return mayBlock(element.value, () => false);
}

function nameOf({ key }: t.ClassAccessorProperty): string {
  return t.isPrivateName(key) ? key.id.name : t.isIdentifier(key) ? key.name : 'accessor';
}

function writeOut(
  element: t.ClassAccessorProperty,
  owner: t.Class,
  unique: (hint: string) => string,
): (t.ClassPrivateProperty | t.ClassMethod | t.ClassPrivateMethod)[] {
  const name = unique(nameOf(element));
  const param = unique('value');
  const { key, value } = element;
  const isStatic = element.static;
  const named = value && isAnonymous(value) ? giveName(value, keyName(key)) : value;
  const field = t.classPrivateProperty(t.privateName(t.identifier(name)), named ?? null, [], isStatic);
  field.loc = element.loc ?? null;
  field.leadingComments = element.leadingComments ?? null;
  const object = (): t.Expression => (isStatic && owner.id ? t.identifier(owner.id.name) : t.thisExpression());
  const read = (): t.MemberExpression => t.memberExpression(object(), t.privateName(t.identifier(name)));
  const getter = accessor('get', key, [], t.returnStatement(read()), isStatic);
  const store = t.assignmentExpression('=', read(), t.identifier(param));
  const setter = accessor('set', key, [t.identifier(param)], t.expressionStatement(store), isStatic);
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
