import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';

const UNKNOWN = '(intermediate value)';

/** How a part of an expression is shown. */
type Show = (part: t.Node) => string;

/** So many parts of an expression within one another are shown: long chains have a message at each of their links. */
const MOST_DEPTH = 6;

/** An expression as V8 shows it in the message of an error: `o.f(...).x`, `(a || b)`. */
export function describe(expression: t.Node): string {
  return show(expression, 0);
}

function show(expression: t.Node, depth: number): string {
  if (depth > MOST_DEPTH) return UNKNOWN;
  const node = unwrap(expression);
  const inner = (part: t.Node): string => show(part, depth + 1);
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

/** The same where it is iterated, or null where the engine knows nothing better than the value. */
export function describeIterated(expression: t.Node, isAsync = false): string | null {
  const node = unwrap(expression);
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      return `${describe(isAsync ? node : node.callee)} is not a function or its return value`;
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'OptionalMemberExpression':
    case 'OptionalCallExpression':
    case 'AwaitExpression':
      return null;
    default:
      return describe(node);
  }
}

function describeMember(node: t.MemberExpression | t.OptionalMemberExpression, inner: Show): string {
  const { object, property, computed } = node;
  const holder = t.isSuper(object) ? UNKNOWN : inner(object);
  const dot = node.optional === true ? '?.' : '';
  if (t.isPrivateName(property)) return `${holder}${dot}[#${property.id.name}]`;
  const name = computed ? constantText(property) : (property as t.Identifier).name;
  return name === null ? `${holder}${dot}[${inner(property)}]` : `${holder}${dot || '.'}${name}`;
}

/** The key of `o["key"]`. */
function constantText(node: t.Node): string | null {
  if (t.isStringLiteral(node)) return node.value;
  const [only] = t.isTemplateLiteral(node) && node.expressions.length === 0 ? node.quasis : [];
  return only?.value.cooked ?? null;
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
