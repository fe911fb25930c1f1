import type { NodePath } from '@babel/core';

const ORIGINAL = /@greenlet-original\b/;

/**
 * Whether the comment `@greenlet-original` stands right before this reference or declaration, or before the statement
 * that it is part of.
 *
 * Babel attaches a comment to the *outermost* node that begins after it, so every node that begins where the reference
 * begins is looked at.
 */
export function isOptedOut(path: NodePath): boolean {
  const { start } = path.node;
  for (let at: NodePath | null = path; at !== null; at = at.parentPath) {
    if ((at.node.start === start || at.isStatement()) && hasComment(at)) return true;
    if (at.isStatement() && !isExport(at.parentPath)) return false;
  }
  return false;
}

function isExport(path: NodePath | null): boolean {
  return path?.isExportDeclaration() ?? false;
}

function hasComment({ node }: NodePath): boolean {
  return node.leadingComments?.some((comment) => ORIGINAL.test(comment.value)) ?? false;
}
