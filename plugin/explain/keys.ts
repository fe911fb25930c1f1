import type { types as t } from '@babel/core';
import type { BodyKey, Range } from './facts.ts';

/**
 * What tells functions, classes and initializers apart for whoever has the same text as another tree: where their bodies
 * stand. Parsers do not agree on where declarations begin.
 */
export function keyOf(node: t.Node): BodyKey | null {
  switch (node.type) {
    case 'Program':
      return 'program';
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return at(node.body.type === 'BlockStatement' ? 'body' : 'expression', node.body);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return at('class', node.body);
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
      return node.value ? at('value', node.value) : null;
    case 'StaticBlock':
      return `block:${node.end}`;
    default:
      return null;
  }
}

function at(kind: string, { start }: t.Node): BodyKey | null {
  return typeof start === 'number' ? `${kind}:${start}` : null;
}

export function rangeOf({ start, end }: { start?: number | null | undefined; end?: number | null | undefined }): Range {
  return { start: start ?? 0, end: end ?? 0 };
}

export function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
