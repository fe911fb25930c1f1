import { parseSync, traverse, types as t, type NodePath } from '@babel/core';

/** Replaces a part of the source. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A smaller program, and where among the reductions of the original it stood. */
export interface Reduction {
  source: string;
  position: number;
}

/**
 * Smaller programs made from a program by one edit each: a statement, an argument, a member... is left out, a node is
 * replaced by a part of it or by a literal. Not all of them are valid. Edits that save most come first, except that
 * those before `from`, which have just been tried on a slightly larger program, come last.
 */
export function* reductions(source: string, from = 0): Generator<Reduction> {
  const edits = findEdits(source).sort((a, b) => saved(b) - saved(a));
  for (let round = 0; round < edits.length; round++) {
    const position = (from + round) % edits.length;
    const { start, end, text } = edits[position] as Edit;
    yield { source: source.slice(0, start) + text + source.slice(end), position };
  }
}

function saved({ start, end, text }: Edit): number {
  return end - start - text.length;
}

function findEdits(source: string): Edit[] {
  const edits: Edit[] = [];
  const file = parseSync(source, { sourceType: 'script', configFile: false, babelrc: false });
  if (file === null) return edits;
  traverse(file, {
    enter(path) {
      for (const edit of editsOf(path, source)) if (saved(edit) > 0) edits.push(edit);
    },
  });
  return edits;
}

function editsOf(path: NodePath, source: string): Edit[] {
  const { node } = path;
  const range = rangeOf(node);
  const parts = replacements(node).map((part) => ({ ...range, text: textOf(part, source) }));
  const edits = Array.isArray(path.container) ? [...parts, ...withoutElement(path)] : parts;
  if (t.isExpression(node) && !t.isLiteral(node)) edits.push({ ...range, text: '0' });
  if (t.isStatement(node)) edits.push({ ...range, text: ';' });
  return edits;
}

function rangeOf(node: t.Node): { start: number; end: number } {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

function textOf(node: t.Node, source: string): string {
  const text = source.slice(node.start ?? 0, node.end ?? 0);
  return t.isExpression(node) && !t.isIdentifier(node) && !t.isLiteral(node) ? `(${text})` : text;
}

/** The parts that may stand where the node stands. */
function replacements(node: t.Node): t.Node[] {
  const isSame = t.isStatement(node) ? t.isStatement : t.isExpression(node) ? t.isExpression : null;
  if (isSame === null || t.isFunction(node) || t.isClass(node)) return [];
  const parts = (t.VISITOR_KEYS[node.type] ?? []).flatMap(
    (key) => node[key as keyof t.Node] as unknown as t.Node | t.Node[] | null,
  );
  return parts.filter((part): part is t.Node => part !== null && isSame(part));
}

/** Takes the node out of the list in which it is, with the comma that belongs to it. */
function withoutElement(path: NodePath): Edit[] {
  const list = path.container as (t.Node | null)[];
  const index = Number(path.key);
  const { start, end } = rangeOf(path.node);
  const next = list[index + 1];
  const previous = list[index - 1];
  if (path.isStatement() || path.isClassMethod() || path.isClassProperty()) return [{ start, end, text: '' }];
  if (next) return [{ start, end: next.start ?? end, text: '' }];
  return [{ start: previous?.end ?? start, end, text: '' }];
}
