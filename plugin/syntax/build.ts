import { types as t } from '@babel/core';
import { unwrap } from './children.ts';

/** Builders that read like what they build. */

/** What is built most often is not checked by Babel, which looks up by name what each field may be: a tenth of the emission. */
const node = <N extends t.Node>(fields: { type: N['type'] } & Partial<N>): N => fields as N;

export const id = (name: string): t.Identifier => node<t.Identifier>({ type: 'Identifier', name });
/** A literal has no sign. */
export const num = (value: number): t.Expression =>
  value < 0
    ? t.unaryExpression('-', t.numericLiteral(-value))
    : node<t.NumericLiteral>({ type: 'NumericLiteral', value });
export const str = (value: string): t.StringLiteral => node<t.StringLiteral>({ type: 'StringLiteral', value });
export const nil = (): t.NullLiteral => node<t.NullLiteral>({ type: 'NullLiteral' });
export const undef = (): t.UnaryExpression =>
  node<t.UnaryExpression>({ type: 'UnaryExpression', operator: 'void', argument: num(0), prefix: true });
export const member = (object: t.Expression, name: string): t.MemberExpression =>
  node<t.MemberExpression>({ type: 'MemberExpression', object, property: id(name), computed: false });
export const callOf = (callee: t.Expression, ...args: t.Expression[]): t.CallExpression => callWith(callee, args);
export const callWith = (callee: t.Expression, args: t.CallExpression['arguments']): t.CallExpression =>
  node<t.CallExpression>({ type: 'CallExpression', callee, arguments: args });
export const list = (elements: t.ArrayExpression['elements']): t.ArrayExpression =>
  node<t.ArrayExpression>({ type: 'ArrayExpression', elements });
export const metaNewTarget = (): t.MetaProperty => t.metaProperty(id('new'), id('target'));
export const binary = (
  operator: t.BinaryExpression['operator'],
  left: t.Expression,
  right: t.Expression,
): t.BinaryExpression => node<t.BinaryExpression>({ type: 'BinaryExpression', operator, left, right });
export const equal = (a: t.Expression, b: t.Expression): t.BinaryExpression => binary('===', a, b);
export const and = (a: t.Expression, b: t.Expression): t.LogicalExpression =>
  node<t.LogicalExpression>({ type: 'LogicalExpression', operator: '&&', left: a, right: b });
export const or = (a: t.Expression, b: t.Expression): t.LogicalExpression =>
  node<t.LogicalExpression>({ type: 'LogicalExpression', operator: '||', left: a, right: b });
export const not = (a: t.Expression): t.UnaryExpression =>
  node<t.UnaryExpression>({ type: 'UnaryExpression', operator: '!', argument: a, prefix: true });
export const choose = (test: t.Expression, yes: t.Expression, no: t.Expression): t.ConditionalExpression =>
  node<t.ConditionalExpression>({ type: 'ConditionalExpression', test, consequent: yes, alternate: no });
/** An assignment by which no function or class takes the name of a variable: `t = (0, () => {})`. */
export const set = (target: t.LVal, value: t.Expression): t.AssignmentExpression =>
  node<t.AssignmentExpression>({
    type: 'AssignmentExpression',
    operator: '=',
    left: target,
    right: t.isIdentifier(target) ? unnamed(value) : value,
  });
/*
 * Functions without names are called in stacks what V8 guesses from the code around them. What only the output has there should not show:
 * no guess is made if a call follows, and none from what is in parentheses.
 */

/** `test ? value : x()`, which is `value`: assigned to `x`, it is called nothing. Bundlers would leave the value alone if the test were a constant. */
export const unguessed = (test: t.Expression, value: t.Expression, name: string): t.Expression =>
  choose(test, value, callOf(id(name)));
/** `(x) = value`: it is called what stands in front of this. */
export const setInParentheses = (name: string, right: t.Expression): t.AssignmentExpression => {
  // The types of Babel do not have it, though its parser makes such targets.
  const left = t.parenthesizedExpression(id(name)) as t.Node as t.LVal;
  return node<t.AssignmentExpression>({ type: 'AssignmentExpression', operator: '=', left, right });
};
/** `{ __proto__: value }` would set the prototype: such a property is `['__proto__']: value`. */
export const property = (key: t.Expression, value: t.Expression): t.ObjectProperty => {
  const isPrototype = t.isIdentifier(key, { name: '__proto__' }) || t.isStringLiteral(key, { value: '__proto__' });
  return isPrototype ? t.objectProperty(str('__proto__'), value, true) : t.objectProperty(key, value);
};
export const propertyOf = (
  key: t.ObjectProperty['key'],
  value: t.ObjectProperty['value'],
  shorthand: boolean,
): t.ObjectProperty => node<t.ObjectProperty>({ type: 'ObjectProperty', key, value, computed: false, shorthand });
export const pattern = (properties: t.ObjectPattern['properties']): t.ObjectPattern =>
  node<t.ObjectPattern>({ type: 'ObjectPattern', properties });
export const sequence = (...expressions: t.Expression[]): t.Expression =>
  expressions.length === 1 && expressions[0] !== undefined ? expressions[0] : t.sequenceExpression(expressions);

/** `(x) = () => {}` gives no name: `x = (0, () => {})` */
export const unnamed = (value: t.Expression): t.Expression =>
  isAnonymous(value) || endsInPrivateName(value) ? sequence(num(0), value) : value;
/** Babel's plugins for private names take `t = o?.#x` for an assignment to `#x`, in all versions up to now. */
const endsInPrivateName = (value: t.Node): boolean =>
  t.isOptionalMemberExpression(value) && t.isPrivateName(value.property);
export const isAnonymous = (value: t.Node): boolean =>
  t.isArrowFunctionExpression(value) || ((t.isFunctionExpression(value) || t.isClassExpression(value)) && !value.id);

/** `(0, o.m)`: called like that, it is a function and no method of `o`. */
export const detached = (callee: t.Expression): t.Expression =>
  t.isMemberExpression(unwrap(callee)) ? sequence(num(0), callee) : callee;

export const run = (expression: t.Expression): t.ExpressionStatement =>
  node<t.ExpressionStatement>({ type: 'ExpressionStatement', expression });
export const assign = (target: t.LVal, value: t.Expression): t.ExpressionStatement => run(set(target, value));
export const block = (statements: t.Statement[]): t.BlockStatement =>
  node<t.BlockStatement>({ type: 'BlockStatement', body: statements, directives: [] });
export const when = (test: t.Expression, then: t.Statement[], otherwise: t.Statement | null = null): t.IfStatement =>
  node<t.IfStatement>({ type: 'IfStatement', test, consequent: asStatement(then), alternate: otherwise });
/** `if (test) yes else no`, with the braces that it is given. */
export const branch = (test: t.Expression, yes: t.Statement, no: t.Statement | null): t.IfStatement =>
  node<t.IfStatement>({ type: 'IfStatement', test, consequent: yes, alternate: no });
export const give = (argument: t.Expression | null): t.ReturnStatement =>
  node<t.ReturnStatement>({ type: 'ReturnStatement', argument });
export const breakTo = (label: string): t.BreakStatement =>
  node<t.BreakStatement>({ type: 'BreakStatement', label: id(label) });
export const labeled = (label: string, body: t.Statement): t.LabeledStatement =>
  node<t.LabeledStatement>({ type: 'LabeledStatement', label: id(label), body });
export const variable = (name: string, init: t.Expression | null = null): t.VariableDeclarator =>
  node<t.VariableDeclarator>({ type: 'VariableDeclarator', id: id(name), init });
export const declaration = (
  kind: t.VariableDeclaration['kind'],
  declarations: t.VariableDeclarator[],
): t.VariableDeclaration => node<t.VariableDeclaration>({ type: 'VariableDeclaration', kind, declarations });
export const let_ = (name: string, value: t.Expression | null = null): t.VariableDeclaration =>
  declaration('let', [variable(name, value)]);
export const const_ = (name: string, value: t.Expression): t.VariableDeclaration =>
  declaration('const', [variable(name, value)]);

/** `pc <= number`, for a `pc` that is known not to be 0. */
export const atMost = (pc: string, number: number): t.Expression => binary('<=', id(pc), num(number));

/** One statement for many; a lone `if` is kept in braces, lest an `else` attach to it. */
function asStatement(statements: t.Statement[]): t.Statement {
  const [only] = statements;
  const stands = t.isExpressionStatement(only) || t.isCompletionStatement(only) || t.isBlockStatement(only);
  return statements.length === 1 && only !== undefined && stands ? only : block(statements);
}

/** Keeps the source position of what `node` stands for, for source maps and error messages, and its comments. */
export function at<N extends t.Node>(made: N, origin: t.Node): N {
  if (made !== origin && !made.leadingComments) made.leadingComments = origin.leadingComments ?? null;
  made.loc ??= origin.loc ?? null;
  made.start ??= origin.start ?? null;
  made.end ??= origin.end ?? null;
  return made;
}
