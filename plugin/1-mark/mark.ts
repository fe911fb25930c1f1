import { types as t } from '@babel/core';
import { refuse } from '../diagnostics.ts';
import type { ResolvedOptions } from '../options.ts';

const MARK = 'use greenlet';
const OPT_OUT = 'use no greenlet';

/**
 * Finds the functions to compile: those with the directive `"use greenlet"` or the tag `@greenlet`, or in a file with
 * it, or nested in such a function; with `mark: "all"`, all. `"use no greenlet"` opts out, with everything nested.
 *
 * Input: the program as parsed. Output: the nodes of the marked functions, of the classes in them, and the program if its own
 * directive marks it. The directives are removed.
 */
export function mark(program: t.Program, options: ResolvedOptions): Set<t.Node> {
  const marked = new Set<t.Node>();
  const directive = ownMark(program, program.directives);
  const whole = directive ?? options.mark === 'all';
  if (directive === true) marked.add(program);
  program.directives = withoutMarks(program.directives);
  visit(program, whole, marked);
  return marked;
}

function visit(node: t.Node, inherited: boolean, marked: Set<t.Node>, comments: t.Node = node): void {
  let isMarked = inherited;
  if (t.isFunction(node)) {
    isMarked = functionMark(node, comments) ?? inherited;
    if (t.isBlockStatement(node.body)) node.body.directives = withoutMarks(node.body.directives);
  }
  if (isMarked && (t.isFunction(node) || t.isClass(node) || isInitializer(node))) marked.add(node);
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    for (const element of Array.isArray(child) ? (child as unknown[]) : [child]) {
      if (isNode(element)) visit(element, isMarked, marked, carriesComments(node) ? comments : element);
    }
  }
}

function isInitializer(node: t.Node): boolean {
  return t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isStaticBlock(node);
}

function isNode(value: unknown): value is t.Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function functionMark(node: t.Function, comments: t.Node): boolean | null {
  const directives = t.isBlockStatement(node.body) ? node.body.directives : [];
  return ownMark(node, directives) ?? (hasTag(node) || hasTag(comments) ? true : null);
}

function ownMark(node: t.Node, directives: readonly t.Directive[] | null | undefined): boolean | null {
  const values = (directives ?? []).map((directive) => directive.value.value);
  const isMarked = values.includes(MARK);
  const isOptedOut = values.includes(OPT_OUT);
  if (isMarked && isOptedOut) throw refuse('GREENLETS104', node);
  return isMarked ? true : isOptedOut ? false : null;
}

function withoutMarks(directives: t.Directive[]): t.Directive[] {
  return directives.filter(({ value }) => value.value !== MARK && value.value !== OPT_OUT);
}

/** `/** @greenlet *\/` before a function, or before the declaration, export or property that it is the value of. */
function hasTag(node: t.Node | undefined): boolean {
  return (
    node?.leadingComments?.some(
      ({ type, value }) => type === 'CommentBlock' && /^\*[^]*@greenlet\b(?!-)/.test(value),
    ) ?? false
  );
}

function carriesComments(node: t.Node): boolean {
  return (
    t.isExportNamedDeclaration(node) ||
    t.isExportDefaultDeclaration(node) ||
    t.isVariableDeclaration(node) ||
    t.isVariableDeclarator(node) ||
    t.isObjectProperty(node) ||
    t.isExpressionStatement(node) ||
    t.isAssignmentExpression(node)
  );
}
