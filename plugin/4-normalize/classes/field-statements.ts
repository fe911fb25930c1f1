import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import type { MovedFields } from '../../3-analyze/model.ts';
import { giveName } from '../../syntax/names/naming.ts';

export type Field = t.ClassProperty | t.ClassPrivateProperty;

/**
 * Writes statements that initialize fields of a class. What has a plain name leaves the class; of what is private or has
 * a computed key, only the value does.
 */
export class FieldStatements {
  readonly #moved: MovedFields;
  readonly #defineFields: () => string;
  readonly #unique: (hint: string) => string;

  constructor(moved: MovedFields, defineFields: () => string, unique: (hint: string) => string) {
    this.#moved = moved;
    this.#defineFields = defineFields;
    this.#unique = unique;
  }

  write(fields: readonly Field[], owner: t.Class): t.Statement[] {
    const statements = fields.map((field) => this.#initialize(field));
    const stay = (element: t.Node): boolean => this.#moved.keys.has(element) || this.#moved.adders.has(element);
    const leave = new Set<t.Node>(fields.filter((field) => !stay(field)));
    owner.body.body = owner.body.body.filter((element) => !leave.has(element));
    return statements;
  }

  #initialize(field: Field): t.Statement {
    const statement = t.expressionStatement(
      t.isClassPrivateProperty(field)
        ? addition(field, this.#moved, this.#unique)
        : definition(field, this.#defineFields(), this.#moved, this.#unique),
    );
    statement.loc = field.loc ?? null;
    return statement;
  }
}

/**
 * `defineFields(this, { x: f() })`: the object names functions as the class would. A computed key stays in the class, and
 * is kept by the emitter.
 */
export function definition(
  field: t.ClassProperty,
  defineFields: string,
  moved: MovedFields,
  unique: (hint: string) => string,
): t.Expression {
  const value = takeValue(field);
  const property = field.computed
    ? t.objectProperty(t.identifier(keyOf(field, moved, unique)), value, true)
    : propertyNamed(field.key, value);
  const call = t.callExpression(t.identifier(defineFields), [t.thisExpression(), t.objectExpression([property])]);
  moved.definitions.add(call);
  return call;
}

function keyOf(field: t.ClassProperty, moved: MovedFields, unique: (hint: string) => string): string {
  const key = unique('key');
  moved.keys.set(field, key);
  return key;
}

/** `this.#x = f()`, for the time being. The field stays in the class for its name, without its value. */
export function addition(
  field: t.ClassPrivateProperty,
  moved: MovedFields,
  unique: (hint: string) => string,
): t.Expression {
  const { name } = field.key.id;
  const value = takeValue(field);
  const adder = unique(`add_${name}`);
  const target = t.memberExpression(t.thisExpression(), privateName(name));
  const result = t.assignmentExpression('=', target, isAnonymous(value) ? giveName(value, `#${name}`) : value);
  moved.adders.set(field, adder);
  moved.additions.set(result, adder);
  return result;
}

function takeValue(field: Field): t.Expression {
  const value = field.value ?? t.unaryExpression('void', t.numericLiteral(0));
  field.value = null;
  return value;
}

/** `__proto__: value` would mean something else in an object. */
function propertyNamed(key: t.Expression | t.Identifier, value: t.Expression): t.ObjectProperty {
  const isProto = t.isIdentifier(key, { name: '__proto__' }) || t.isStringLiteral(key, { value: '__proto__' });
  return t.objectProperty(isProto ? t.stringLiteral('__proto__') : key, value, isProto);
}

export function privateName(name: string): t.PrivateName {
  return t.privateName(t.identifier(name));
}

/** Whether a function takes its name from what it initializes. */
export function isAnonymous(value: t.Expression): boolean {
  const node = unwrap(value);
  return t.isArrowFunctionExpression(node) || ((t.isFunctionExpression(node) || t.isClassExpression(node)) && !node.id);
}
