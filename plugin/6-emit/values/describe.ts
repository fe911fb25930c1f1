import { types as t } from '@babel/core';
import { eachChild, unwrap } from '../../syntax/children.ts';
import { constantText } from '../../syntax/constant-text.ts';

export const UNKNOWN = '(intermediate value)';

/** How a part of an expression is shown. */
type Show = (part: t.Node) => string;

/** An expression of so many parts within one another is shown in full. */
const MOST_DEPTH = 20;

/** Of a longer chain, which has a message at each of its links, so many parts are shown. */
const LAST_PARTS = 6;

/** An expression as V8 shows it in the message of an error: `o.f(...).x`, `(a || b)`. */
export function describe(expression: t.Node): string {
  return show(expression, isDeeperThan(MOST_DEPTH, expression) ? LAST_PARTS : MOST_DEPTH);
}

/** Whether an expression has so many parts within one another, as far as they are shown. */
function isDeeperThan(depth: number, expression: t.Node): boolean {
  if (depth < 0) return true;
  let found = false;
  const node = unwrap(expression);
  if (t.isFunction(node) || t.isClass(node)) return false;
  eachChild(node, (child) => {
    found ||= isDeeperThan(depth - 1, child);
  });
  return found;
}

/** `depth`: how many parts within one another are shown. */
function show(expression: t.Node, depth: number): string {
  if (depth < 0) return UNKNOWN;
  const node = unwrap(expression);
  const inner = (part: t.Node): string => show(part, depth - 1);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return describeMember(node, inner);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return `${inner(node.callee)}(...)`;
    case 'TaggedTemplateExpression':
      return `${inner(node.tag)}(...)`;
    case 'BinaryExpression':
    case 'LogicalExpression':
      return `(${inner(node.left)} ${node.operator} ${inner(node.right)})`;
    case 'SequenceExpression':
      return `(${node.expressions.map(inner).join(' , ')})`;
    case 'UnaryExpression':
      return describeUnary(node, inner);
    case 'UpdateExpression':
      return node.prefix ? `(${node.operator}${inner(node.argument)})` : `(${inner(node.argument)}${node.operator})`;
    case 'AssignmentExpression':
      return inner(node.left);
    case 'ConditionalExpression':
      return UNKNOWN.repeat(3);
    case 'ArrayExpression':
      return `[${node.elements.map((element) => (element === null ? UNKNOWN : inner(element))).join()}]`;
    case 'SpreadElement':
      return `(...${inner(node.argument)})`;
    case 'ObjectExpression':
      return `{${UNKNOWN.repeat(node.properties.length)}}`;
    case 'TemplateLiteral':
      return describeTemplate(node, inner);
    default:
      return describeLiteral(node) ?? UNKNOWN;
  }
}

/** The same where `yield*` delegates to it: the engine knows that it is something, or nothing at all. */
export function describeDelegate(expression: t.Node): string | null {
  const node = unwrap(expression);
  switch (node.type) {
    case 'MemberExpression':
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'SequenceExpression':
    case 'BinaryExpression':
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'YieldExpression':
      return `yield* ${UNKNOWN}`;
    case 'UnaryExpression':
      return /[-+~]/.test(node.operator) && !t.isLiteral(node.argument) ? `yield* ${UNKNOWN}` : null;
    default:
      return null;
  }
}

/** The same where it is iterated, or null where the engine knows nothing better than the value. */
export function describeIterated(expression: t.Node, isAsync = false): string | null {
  const node = unwrap(expression);
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return isAsync ? `${describe(node)} is not a function or its return value` : describeResult(node);
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'OptionalMemberExpression':
    case 'OptionalCallExpression':
      return null;
    default:
      return describe(node);
  }
}

/** The same where an array spreads it. */
export function describeSpread(expression: t.Node): string {
  const node = unwrap(expression);
  if (t.isCallExpression(node) || t.isNewExpression(node)) return describeResult(node);
  return isChain(node) ? UNKNOWN : describe(node);
}

export function isChain(node: t.Node): boolean {
  return t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node);
}

function describeResult({ callee }: t.CallExpression | t.NewExpression): string {
  return `${describe(callee)} is not a function or its return value`;
}

function describeMember(node: t.MemberExpression | t.OptionalMemberExpression, inner: Show): string {
  const { object, property, computed } = node;
  const holder = t.isSuper(object) ? UNKNOWN : inner(object);
  const dot = node.optional === true ? '?.' : '';
  if (t.isPrivateName(property)) return `${holder}${dot}[#${property.id.name}]`;
  const name = computed ? constantText(property) : (property as t.Identifier).name;
  return name === null ? `${holder}${dot}[${inner(property)}]` : `${holder}${dot || '.'}${name}`;
}

function describeUnary({ operator, argument }: t.UnaryExpression, inner: Show): string {
  if (operator === '-' && t.isNumericLiteral(argument)) return String(-argument.value);
  const space = /[a-z]$/.test(operator) ? ' ' : '';
  return `(${operator}${space}${inner(argument)})`;
}

function describeTemplate(node: t.TemplateLiteral, inner: Show): string {
  const text = constantText(node);
  return text === null ? node.expressions.map(inner).join('') : `"${text}"`;
}

function describeLiteral(node: t.Node): string | null {
  if (t.isStringLiteral(node)) return `"${node.value}"`;
  if (t.isNumericLiteral(node) || t.isBooleanLiteral(node)) return String(node.value);
  if (t.isNullLiteral(node)) return 'null';
  return t.isRegExpLiteral(node) ? `/${node.pattern}/${node.flags}` : null;
}
