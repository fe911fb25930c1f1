import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { liftStable } from '../values/keep.ts';

/** An expression in a JSX element, and how to put another one in its place. */
interface Slot {
  value: t.Expression;
  replace(value: t.Expression): void;
}

/** Lifts the attributes and children of a JSX element in order, like the arguments of a call. */
export function liftJsx<N extends t.JSXElement | t.JSXFragment>(node: N, ctx: FunctionContext): N {
  const slots = [
    ...(t.isJSXElement(node) ? node.openingElement.attributes.flatMap(slotOfAttribute) : []),
    ...slotsOfChildren(node),
  ];
  slots.forEach((slot, index) => {
    const later = slots.slice(index + 1).map(({ value }) => value);
    slot.replace(liftStable(slot.value, later, ctx));
  });
  return node;
}

function slotOfAttribute(attribute: t.JSXAttribute | t.JSXSpreadAttribute): Slot[] {
  if (t.isJSXSpreadAttribute(attribute)) {
    return [{ value: attribute.argument, replace: (value) => void (attribute.argument = value) }];
  }
  const value = expressionIn(attribute.value);
  return value === null ? [] : [{ value, replace: (next) => void (attribute.value = t.jsxExpressionContainer(next)) }];
}

function slotsOfChildren({ children }: t.JSXElement | t.JSXFragment): Slot[] {
  return children.flatMap((child, index) => {
    const value = t.isJSXSpreadChild(child) ? child.expression : expressionIn(child);
    if (value === null) return [];
    const wrap = t.isJSXSpreadChild(child) ? t.jsxSpreadChild : t.jsxExpressionContainer;
    return [
      {
        value,
        replace: (next: t.Expression) => void (children[index] = t.isJSX(next) ? next : wrap(next)),
      },
    ];
  });
}

function expressionIn(node: t.Node | null | undefined): t.Expression | null {
  if (t.isJSXElement(node) || t.isJSXFragment(node)) return node;
  return t.isJSXExpressionContainer(node) && t.isExpression(node.expression) ? node.expression : null;
}
