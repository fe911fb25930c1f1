import { types as t } from '@babel/core';
import { hasDecorators } from '../../syntax/classes/decorated.ts';
import type { MovedFields } from '../../3-analyze/model.ts';
import { giveName } from '../../syntax/names/naming.ts';
import { isAnonymous } from './field-statements.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { uniqueName } from '../../syntax/names/unique-name.ts';

/**
 * An auto accessor whose initializer may block becomes what it is short for. The private field is one like any other.
 *
 *     accessor x = f();   =>   #x_1 = f(); get x() { return this.#x_1; } set x(value) { this.#x_1 = value; }
 *
 * A static one is that of the class, whoever inherits it: `static get x() { return C.#x_1; }`. A class without a name is kept
 * in a variable, `static { owner = this; }`. The emitter lets getter and setter share a computed key. What has decorators
 * stays as it is for them.
 *
 * Input: the marked nodes. Output: the new fields and accessors are marked; those that share a key, and the variables, are
 * among `moved`.
 */
export function writeOutAutoAccessors(program: t.Program, marked: Set<t.Node>, moved: MovedFields): void {
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node) && !hasDecorators(node));
  if (!classes.some((node) => node.body.body.some(canBeWrittenOut))) return;
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  const unique = (hint: string): string => uniqueName(hint, names);
  for (const node of classes) {
    const owner = ownerName(node, moved, unique);
    node.body.body = node.body.body.flatMap((element) => {
      if (!canBeWrittenOut(element)) return [element];
      const parts = writeOut(element, owner, unique, moved);
      for (const part of parts) marked.add(part);
      return parts;
    });
  }
}

/** An anonymous function would be named after a computed key. */
function canBeWrittenOut(element: t.Node): element is t.ClassAccessorProperty {
  if (!t.isClassAccessorProperty(element) || !element.value) return false;
  if (element.computed && isAnonymous(element.value)) return false;
  return mayBlock(element.value, () => false);
}

/** The name of the class, which its static accessors need. */
function ownerName(node: t.Class, moved: MovedFields, unique: (hint: string) => string): string | null {
  if (!node.body.body.some((element) => canBeWrittenOut(element) && element.static)) return null;
  if (node.id) return node.id.name;
  const name = unique('owner');
  moved.owners.set(node, name);
  const store = t.assignmentExpression('=', t.identifier(name), t.thisExpression());
  node.body.body.unshift(t.staticBlock([t.expressionStatement(store)]));
  return name;
}

function nameOf({ key }: t.ClassAccessorProperty): string {
  return t.isPrivateName(key) ? key.id.name : t.isIdentifier(key) ? key.name : 'accessor';
}

function writeOut(
  element: t.ClassAccessorProperty,
  owner: string | null,
  unique: (hint: string) => string,
  moved: MovedFields,
): (t.ClassPrivateProperty | Accessor)[] {
  const name = unique(nameOf(element));
  const param = unique('value');
  const { key, value } = element;
  const isStatic = element.static;
  const named = value && isAnonymous(value) ? giveName(value, keyName(key)) : value;
  const field = t.classPrivateProperty(t.privateName(t.identifier(name)), named ?? null, [], isStatic);
  field.loc = element.loc ?? null;
  field.leadingComments = element.leadingComments ?? null;
  const object = (): t.Expression => (isStatic && owner !== null ? t.identifier(owner) : t.thisExpression());
  const read = (): t.MemberExpression => t.memberExpression(object(), t.privateName(t.identifier(name)));
  const store = t.assignmentExpression('=', read(), t.identifier(param));
  const getter = accessor('get', element, [], t.returnStatement(read()));
  const setter = accessor('set', element, [t.identifier(param)], t.expressionStatement(store));
  if (element.computed) shareKey(getter as t.ClassMethod, setter as t.ClassMethod, moved);
  return [field, getter, setter];
}

/** The key is that of the getter; whatever the setter has in its place is not used. */
function shareKey(getter: t.ClassMethod, setter: t.ClassMethod, moved: MovedFields): void {
  setter.key = t.stringLiteral('');
  moved.setters.set(getter, setter);
}

type Accessor = t.ClassMethod | t.ClassPrivateMethod;

function accessor(
  kind: 'get' | 'set',
  { key, computed, static: isStatic }: t.ClassAccessorProperty,
  params: t.Identifier[],
  statement: t.Statement,
): Accessor {
  const body = t.blockStatement([statement]);
  if (t.isPrivateName(key)) return t.classPrivateMethod(kind, t.cloneNode(key), params, body, isStatic);
  return t.classMethod(kind, kind === 'get' ? key : t.cloneNode(key), params, body, computed, isStatic);
}

/** What the language names an anonymous function after. */
function keyName(key: t.ClassAccessorProperty['key']): string {
  if (t.isPrivateName(key)) return `#${key.id.name}`;
  if (t.isIdentifier(key)) return key.name;
  return String((key as t.StringLiteral | t.NumericLiteral).value);
}
