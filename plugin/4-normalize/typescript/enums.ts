import { types as t } from '@babel/core';
import { contains, eachChild, isWrapper, membersOf, unwrap } from '../../syntax/children.ts';
import { boundNames } from '../../3-analyze/scopes/declare.ts';
import { isNameOnly } from '../../syntax/names/name-only.ts';
import { put } from '../../syntax/put.ts';

/** The members of the enums of one name. */
export interface EnumMembers {
  all: Set<string>;
  /** Those that TypeScript takes for strings. */
  strings: Set<string>;
}

/**
 * The members of an enum as assignments, which may block:
 *
 *     enum E { A = f(), B, C = 'c' }   =>   E[E["A"] = f()] = "A"; E[E["B"] = 1 + E["A"]] = "B"; E["C"] = 'c';
 *
 * Input: the enum, whose variable holds an object already, and the members of enums of its name before it. Output: the
 * statements; the members are noted.
 */
export function assignMembers(node: t.TSEnumDeclaration, { all, strings }: EnumMembers): t.Statement[] {
  const object = (): t.Expression => t.identifier(node.id.name);
  const read = (name: string): t.MemberExpression => t.memberExpression(object(), t.stringLiteral(name), true);
  let previous: string | null = null;
  let last: t.Expression | null = null;
  return membersOf(node).map((member) => {
    const name = t.isIdentifier(member.id) ? member.id.name : member.id.value;
    const value = member.initializer
      ? qualify(member.initializer, all, read)
      : valueAfter(last, previous === null ? null : read(previous));
    all.add(name);
    previous = name;
    last = value;
    const assignment = t.assignmentExpression('=', read(name), value);
    if (isString(value, node.id.name, strings)) strings.add(name);
    const statement = t.expressionStatement(
      strings.has(name)
        ? assignment
        : t.assignmentExpression('=', t.memberExpression(object(), assignment, true), t.stringLiteral(name)),
    );
    t.inheritsComments(statement, member);
    statement.loc = member.loc ?? null;
    return statement;
  });
}

/** The value of a member without an initializer: one more than that of the member before it. */
function valueAfter(last: t.Expression | null, previous: t.Expression | null): t.Expression {
  if (previous === null) return t.numericLiteral(0);
  if (t.isNumericLiteral(last)) return t.numericLiteral(last.value + 1);
  return t.binaryExpression('+', t.numericLiteral(1), previous);
}

/** Whether TypeScript takes the value for a string, which gets no member that leads back. */
function isString(value: t.Node, name: string, strings: ReadonlySet<string>): boolean {
  const plain = unwrap(value);
  if (t.isStringLiteral(plain) || t.isTemplateLiteral(plain)) return true;
  if (t.isBinaryExpression(plain, { operator: '+' }))
    return isString(plain.left, name, strings) || isString(plain.right, name, strings);
  if (!t.isMemberExpression(plain) || !t.isIdentifier(plain.object, { name })) return false;
  const { property } = plain;
  return strings.has(t.isStringLiteral(property) ? property.value : t.isIdentifier(property) ? property.name : '');
}

/** In an enum, its members go by their names alone. */
function qualify(
  value: t.Expression,
  members: ReadonlySet<string>,
  read: (name: string) => t.MemberExpression,
): t.Expression {
  const visit = (parent: t.Node, shadowed: ReadonlySet<string>): void => {
    const hidden = t.isFunction(parent) ? new Set([...shadowed, ...namesIn(parent)]) : shadowed;
    eachChild(parent, (child, key) => {
      if (isNameOnly(parent, key) || isPlainKey(parent, key)) return;
      if (!t.isIdentifier(child)) return visit(child, hidden);
      if (!members.has(child.name) || hidden.has(child.name)) return;
      if (t.isObjectProperty(parent)) parent.shorthand = false;
      put(parent, key, child, read(child.name));
    });
  };
  const holder = t.expressionStatement(value);
  visit(holder, new Set());
  return holder.expression;
}

function isPlainKey(node: t.Node, key: string): boolean {
  return key === 'key' && (node as { computed?: boolean | null }).computed !== true;
}

/** The names that a function declares, at any depth. */
function namesIn(fn: t.Function): string[] {
  const names = fn.params.flatMap((param) => boundNames(param));
  contains(fn.body, (node) => {
    if (t.isVariableDeclarator(node)) names.push(...boundNames(node.id));
    if ((t.isFunctionDeclaration(node) || t.isClassDeclaration(node)) && node.id) names.push(node.id.name);
    return false;
  });
  return names;
}

/** Whether all that an enum evaluates are operators, literals and variables. */
export function isPlainEnum(node: t.TSEnumDeclaration): boolean {
  return membersOf(node).every(({ initializer }) => !initializer || isPlain(initializer));
}

function isPlain(node: t.Node): boolean {
  const isOperation =
    t.isUnaryExpression(node) || t.isBinaryExpression(node) || t.isTemplateLiteral(node) || t.isMemberExpression(node);
  if (!isOperation && !isWrapper(node)) return t.isLiteral(node) || t.isIdentifier(node);
  let plain = true;
  eachChild(node, (child) => {
    plain &&= t.isTSType(child) || t.isTemplateElement(child) || isPlain(child);
  });
  return plain;
}
