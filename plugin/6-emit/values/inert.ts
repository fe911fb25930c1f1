import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import type { FunctionContext } from '../context/function-context.ts';

const IDENTITY = new Set(['===', '!==']);
const CONSTANTS = new Set(['undefined', 'NaN', 'Infinity', 'arguments']);
const CHECKING = new Set(['!', 'typeof', 'void']);

/**
 * Whether evaluating an expression runs no code besides its own: no getter, no conversion, no iteration. An operand of
 * arithmetic may be an object with a method `valueOf`.
 */
export function isInert(expression: t.Node | null, ctx: FunctionContext): boolean {
  if (expression === null) return true;
  const node = unwrap(expression);
  switch (node.type) {
    case 'Identifier':
      return CONSTANTS.has(node.name) || Boolean(ctx.program.analysis.refOf.get(node)?.binding);
    case 'ThisExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'MetaProperty':
      return true;
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'UnaryExpression':
      return t.isNumericLiteral(node.argument) || (CHECKING.has(node.operator) && isInert(node.argument, ctx));
    case 'BinaryExpression':
      return IDENTITY.has(node.operator) && isInert(node.left, ctx) && isInert(node.right, ctx);
    case 'LogicalExpression':
      return isInert(node.left, ctx) && isInert(node.right, ctx);
    case 'ConditionalExpression':
      return isInert(node.test, ctx) && isInert(node.consequent, ctx) && isInert(node.alternate, ctx);
    case 'ArrayExpression':
      return node.elements.every((element) => isInert(element, ctx));
    case 'ObjectExpression':
      return node.properties.every((property) => isInertProperty(property, ctx));
    default:
      return t.isLiteral(node);
  }
}

function isInertProperty(node: t.ObjectExpression['properties'][number], ctx: FunctionContext): boolean {
  if (t.isSpreadElement(node) || (node.computed && !t.isLiteral(node.key))) return false;
  return t.isObjectMethod(node) || isInert(node.value, ctx);
}
