import { types as t } from '@babel/core';
import { unwrap } from '../3-analyze/children.ts';

const UNKNOWN = '(intermediate value)';

/** An expression as V8 shows it in the message of an error: `o.f(...).x`, `(a || b)`. */
export function describe(expression: t.Node): string {
  const node = unwrap(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return describeMember(node);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return `${describe(node.callee)}(...)`;
    case 'TaggedTemplateExpression':
      return `${describe(node.tag)}(...)`;
    case 'BinaryExpression':
    case 'LogicalExpression':
      return `(${describe(node.left)} ${node.operator} ${describe(node.right)})`;
    case 'SequenceExpression':
      return `(${node.expressions.map(describe).join(' , ')})`;
    case 'UnaryExpression':
      return describeUnary(node);
    case 'UpdateExpression':
      return node.prefix
        ? `(${node.operator}${describe(node.argument)})`
        : `(${describe(node.argument)}${node.operator})`;
    case 'AssignmentExpression':
      return describe(node.left);
    case 'ConditionalExpression':
      return UNKNOWN.repeat(3);
    case 'ArrayExpression':
      return `[${node.elements.map((element) => (element === null ? UNKNOWN : describe(element))).join()}]`;
    case 'SpreadElement':
      return `(...${describe(node.argument)})`;
    case 'ObjectExpression':
      return `{${UNKNOWN.repeat(node.properties.length)}}`;
    case 'TemplateLiteral':
      return describeTemplate(node);
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

function describeMember(node: t.MemberExpression | t.OptionalMemberExpression): string {
  const { object, property, computed } = node;
  const holder = t.isSuper(object) ? UNKNOWN : describe(object);
  const dot = node.optional === true ? '?.' : '';
  if (t.isPrivateName(property)) return `${holder}${dot}[#${property.id.name}]`;
  const name = computed ? constantText(property) : (property as t.Identifier).name;
  return name === null ? `${holder}${dot}[${describe(property)}]` : `${holder}${dot || '.'}${name}`;
}

/** The key of `o["key"]`. */
function constantText(node: t.Node): string | null {
  if (t.isStringLiteral(node)) return node.value;
  const [only] = t.isTemplateLiteral(node) && node.expressions.length === 0 ? node.quasis : [];
  return only?.value.cooked ?? null;
}

function describeUnary({ operator, argument }: t.UnaryExpression): string {
  if (operator === '-' && t.isNumericLiteral(argument)) return String(-argument.value);
  const space = /[a-z]$/.test(operator) ? ' ' : '';
  return `(${operator}${space}${describe(argument)})`;
}

function describeTemplate(node: t.TemplateLiteral): string {
  const text = constantText(node);
  return text === null ? node.expressions.map(describe).join('') : `"${text}"`;
}

function describeLiteral(node: t.Node): string | null {
  if (t.isStringLiteral(node)) return `"${node.value}"`;
  if (t.isNumericLiteral(node) || t.isBooleanLiteral(node)) return String(node.value);
  if (t.isNullLiteral(node)) return 'null';
  return t.isRegExpLiteral(node) ? `/${node.pattern}/${node.flags}` : null;
}
