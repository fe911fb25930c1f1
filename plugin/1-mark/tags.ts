import type { types as t } from '@babel/core';
import { eachChild } from '../syntax/children.ts';
import { isCounted } from './coverage.ts';

const TAG = /^\*[^]*@greenlet\b(?!-)/;

/** Whether a comment is `/** @greenlet *\/`, or has the tag among others. */
export function isTag({ type, value }: t.Comment): boolean {
  return type === 'CommentBlock' && TAG.test(value);
}

/** Whether the tag stands before a node, or between it and its decorators. */
export function hasTag(node: t.Node): boolean {
  return commentsBefore(node).some(isTag);
}

const NO_COMMENTS: readonly t.Comment[] = [];

/**
 * Those between a node and its decorators are comments of the decorators to Babel, and those before an arrow with type parameters are
 * comments of these.
 */
export function commentsBefore(node: t.Node): readonly t.Comment[] {
  const leading = node.leadingComments ?? NO_COMMENTS;
  const ofTypes = node.type === 'ArrowFunctionExpression' ? node.typeParameters?.leadingComments : null;
  if (ofTypes) return [...leading, ...ofTypes];
  const decorators = 'decorators' in node ? node.decorators : null;
  if (!decorators) return leading;
  return [...leading, ...decorators.flatMap(({ trailingComments }) => trailingComments ?? [])];
}

/** Whether a comment before a node of the type belongs to the functions and classes that are the values of its parts. */
export function carriesComments(node: t.Node): boolean {
  return CARRIERS_OF_COMMENTS.has(node.type) || isCounted(node);
}

/** Whether the tag before a node marks something. */
export function isTaggable(node: t.Node, isMarkable: (node: t.Node) => boolean): boolean {
  if (isMarkable(node)) return true;
  let found = false;
  if (carriesComments(node)) eachChild(node, (child) => (found ||= isTaggable(child, isMarkable)));
  return found;
}

const CARRIERS_OF_COMMENTS: ReadonlySet<string> = new Set<t.Node['type']>([
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'TSExportAssignment',
  'VariableDeclaration',
  'VariableDeclarator',
  'ObjectProperty',
  'ClassProperty',
  'ClassPrivateProperty',
  'ClassAccessorProperty',
  'ExpressionStatement',
  'ReturnStatement',
  'AssignmentExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TypeCastExpression',
]);
