import { types as t } from '@babel/core';
import { hasDecorators } from '../../../syntax/classes/decorated.ts';
import { propertyName } from './keys.ts';
import { withName, type Value } from '../heap/value.ts';
import type { Walker } from './walker.ts';

/**
 * Notes the fields that objects certainly have before anybody can see them: those of a class that extends nothing, up to
 * the first one whose initial value runs other code.
 */
export function noteCertainFields(node: t.Class, value: Value, { analysis }: Walker): void {
  const { body } = node.body;
  if (hasDecorators(node)) return;
  const isMoved = (element: t.Node): boolean =>
    analysis.movedFields.keys.has(element) || analysis.movedFields.adders.has(element);
  const elements = body.filter((element) => !isMoved(element));
  if (!node.superClass) {
    for (const name of certainFields(elements, false)) value.ownOfInstances = withName(value.ownOfInstances, name);
  }
  for (const name of certainFields(elements, true)) value.own.add(name);
}

function certainFields(elements: t.ClassBody['body'], isStatic: boolean): string[] {
  const names: string[] = [];
  for (const element of elements) {
    if (t.isStaticBlock(element) && isStatic) break;
    const isField = t.isClassProperty(element) || t.isClassPrivateProperty(element);
    if (!isField || element.static !== isStatic) continue;
    if (!isQuiet(element.value ?? null)) break;
    const name = t.isClassProperty(element) ? propertyName(element.key, element.computed) : null;
    // Compilers of TypeScript leave out fields that have only a type.
    if (name !== null && (element.value || !element.typeAnnotation)) names.push(name);
  }
  return names;
}

/** Whether evaluating an initial value runs no other code. */
function isQuiet(node: t.Node | null): boolean {
  if (node === null || t.isIdentifier(node) || t.isFunction(node)) return true;
  if (t.isTemplateLiteral(node)) return node.expressions.length === 0;
  if (t.isUnaryExpression(node)) return t.isNumericLiteral(node.argument) || node.operator === 'void';
  if (t.isArrayExpression(node)) return node.elements.every(isQuiet);
  if (t.isObjectExpression(node)) return node.properties.every(isQuietProperty);
  return t.isLiteral(node);
}

function isQuietProperty(node: t.ObjectExpression['properties'][number]): boolean {
  if (t.isSpreadElement(node) || node.computed) return false;
  return t.isObjectMethod(node) || isQuiet(node.value);
}
