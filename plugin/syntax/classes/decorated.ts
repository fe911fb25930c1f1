import type { types as t } from '@babel/core';

/** Whether a class or an element of one has decorators, which may put something else in its place. */
export function isDecorated<N extends object>(node: N): node is N & { decorators: t.Decorator[] } {
  const { decorators } = node as { decorators?: t.Decorator[] | null };
  return decorators !== null && decorators !== undefined && decorators.length > 0;
}

/** Whether the class or one of its members has decorators. */
export function hasDecorators(node: t.Class): boolean {
  return [node, ...node.body.body].some((part) => isDecorated(part));
}
