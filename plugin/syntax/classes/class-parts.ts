import type { types as t } from '@babel/core';

/** An expression that is evaluated while a class is being defined, by the function around it. */
export interface OuterPart {
  kind: 'decorator' | 'parent' | 'key';
  node: t.Expression;
  replace: (node: t.Expression) => void;
}

/** The outer parts of a class in the order in which they are evaluated. */
export function outerParts(node: t.Class): OuterPart[] {
  return [
    ...decorators(node),
    ...parent(node),
    ...node.body.body.flatMap((element) => [...decorators(element), ...key(element)]),
  ];
}

function decorators(node: object): OuterPart[] {
  const list = (node as { decorators?: t.Decorator[] | null }).decorators ?? [];
  return list.map((decorator) => ({
    kind: 'decorator',
    node: decorator.expression,
    replace: (expression) => void (decorator.expression = expression),
  }));
}

function parent(node: t.Class): OuterPart[] {
  if (!node.superClass) return [];
  return [{ kind: 'parent', node: node.superClass, replace: (expression) => void (node.superClass = expression) }];
}

function key(element: t.ClassBody['body'][number]): OuterPart[] {
  if (!('computed' in element) || !element.computed) return [];
  const keyed = element as { key: t.Expression };
  return [{ kind: 'key', node: keyed.key, replace: (expression) => void (keyed.key = expression) }];
}
