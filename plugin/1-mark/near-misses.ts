import { types as t } from '@babel/core';
import { eachChild } from '../syntax/children.ts';
import { isMark, isMarkable } from './mark.ts';
import { commentsBefore, isTag, isTaggable } from './tags.ts';

/** Something that looks like a mark and is none. */
export interface NearMiss {
  node: t.Node;
  /** What it is: a directive, a statement or a field that is none, or the comment before the node. */
  kind: 'directive' | 'statement' | 'field' | 'comment';
  comment: t.Comment | null;
  /** What stands there. */
  found: string;
  advice: string;
}

const LIKE_MARK = /^\W*(?:use\W*)?(?:no\W*)?(?:use\W*)?green-?lets?\W*$/i;
/** The tag where JSDoc has its tags: at the start of a line. Elsewhere a comment may only speak of it. */
const TAG_OF_A_LINE = /(?:^|\n)[\s*]*@greenlet\b(?!-)/;
/** The tag in a comment that is none of JSDoc, or with another spelling. */
const LIKE_TAG = /(?:^|[\s*])@(?:green-?lets?)(?![\w-])/i;

/**
 * Finds what looks like a mark and is none: directives and tags that are misspelt, and directives below an import or a
 * statement. It changes nothing.
 */
export function findNearMisses(program: t.Program): NearMiss[] {
  const found: NearMiss[] = [];
  const seen = new Set<t.Comment>();
  const visit = (node: t.Node): void => {
    if (t.isDirective(node)) addDirective(node, found);
    else if (t.isExpressionStatement(node)) addStatement(node, found);
    else if (t.isClassProperty(node)) addField(node, found);
    for (const comment of commentsBefore(node)) {
      if (!seen.has(comment)) addComment(comment, node, found);
      seen.add(comment);
    }
    eachChild(node, visit);
  };
  visit(program);
  return found;
}

function addDirective(node: t.Directive, found: NearMiss[]): void {
  const { value } = node.value;
  if (isMark(value) || !LIKE_MARK.test(value)) return;
  found.push({
    node,
    kind: 'directive',
    comment: null,
    found: `"${value}"`,
    advice: `write "${/no/i.test(value) ? 'use no greenlet' : 'use greenlet'}"`,
  });
}

/** A string that stands alone where it is no directive. */
function addStatement(node: t.ExpressionStatement, found: NearMiss[]): void {
  const { expression } = node;
  const text = t.isStringLiteral(expression)
    ? expression.value
    : t.isTemplateLiteral(expression) && expression.quasis.length === 1
      ? (expression.quasis[0]?.value.raw ?? '')
      : '';
  if (!LIKE_MARK.test(text)) return;
  found.push({
    node,
    kind: 'statement',
    comment: null,
    found: `"${text}"`,
    advice:
      'a directive is a string in quotes, and comes first in a function or file, before imports and other statements',
  });
}

/** A string that stands alone in a class is a field of that name. */
function addField(node: t.ClassProperty, found: NearMiss[]): void {
  const { key, value } = node;
  if (!t.isStringLiteral(key) || value != null || !LIKE_MARK.test(key.value)) return;
  found.push({
    node,
    kind: 'field',
    comment: null,
    found: `"${key.value}"`,
    advice: 'in a class it is a field. Write /** @greenlet */ before the class, or mark its methods',
  });
}

function addComment(comment: t.Comment, node: t.Node, found: NearMiss[]): void {
  const { value } = comment;
  const isRight = isTag(comment);
  if (isRight ? !TAG_OF_A_LINE.test(value) || isTaggable(node, isMarkable) : !LIKE_TAG.test(value)) return;
  const advice = isRight
    ? 'no function or class follows. Write it directly before the function'
    : 'write /** @greenlet */ before the function';
  found.push({ node, kind: 'comment', comment, found: textOf(comment), advice });
}

/** Of one line, as it stands in the source. */
function textOf({ type, value }: t.Comment): string {
  if (type === 'CommentLine') return `//${value}`;
  return value.includes('\n') ? value.trim() : `/*${value}*/`;
}
