import { types as t } from '@babel/core';
import type { NodeList } from '../syntax/node-list.ts';
import { refuse } from '../interface/diagnostics.ts';
import type { ResolvedOptions } from '../interface/options.ts';
import { holdsCounters } from './coverage.ts';
import { carriesComments, hasTag } from './tags.ts';

const MARK = 'use greenlet';
const OPT_OUT = 'use no greenlet';

/** How a function is marked: by itself or what is around it, by `mark: "all"` only, or not at all. */
type Mark = 'explicit' | 'implied' | 'none';

type OwnMark = Exclude<Mark, 'implied'>;

/** The nodes of the marked functions and of the classes in them, and the program if its own directive marks it. */
export interface Marks {
  marked: Set<t.Node>;
  /** Those of them that only `mark: "all"` marks. */
  implied: ReadonlySet<t.Node>;
  /** What functions, classes and the program say of themselves. */
  own: ReadonlyMap<t.Node, OwnMark>;
}

/**
 * Finds the functions to compile: those with the directive `"use greenlet"` or the tag `@greenlet`, or in a class or
 * file with it, or nested in such a function; with `mark: "all"`, all. `"use no greenlet"` opts out, with everything
 * nested. The counters of coverage are never marked.
 *
 * Input: the program as parsed, and its nodes. Output: the marked nodes. The directives are removed.
 */
export function mark(program: t.Program, list: NodeList, options: ResolvedOptions): Marks {
  const marks: Found = { marked: new Set(), implied: new Set(), own: new Map() };
  const own = ownMark(program, program.directives);
  if (own !== null) marks.own.set(program, own);
  if (own === 'explicit') marks.marked.add(program);
  program.directives = withoutMarks(program.directives);
  markAll(list, own ?? (options.mark === 'all' ? 'implied' : 'none'), marks);
  return marks;
}

interface Found {
  marked: Set<t.Node>;
  implied: Set<t.Node>;
  own: Map<t.Node, OwnMark>;
}

function markAll({ nodes, parents }: NodeList, markOfProgram: Mark, found: Found): void {
  const marks: Mark[] = [markOfProgram];
  const comments: t.Node[] = nodes.slice(0, 1);
  let overloaded: string | null = null;
  for (let index = 1; index < nodes.length; index++) {
    const node = nodes[index] as t.Node;
    const parent = parents[index] as number;
    const commented = carriesComments(nodes[parent] as t.Node) ? (comments[parent] as t.Node) : node;
    comments.push(commented);
    let mark: Mark | null = null;
    if (MARKED_TYPES.has(node.type)) {
      const isTagged = hasTag(node) || hasTag(commented) || isNamed(overloaded, node);
      mark = markNode(node, isTagged, marks[parent] as Mark, found);
      overloaded = null;
    } else if (SIGNATURES.has(node.type)) {
      if (hasTag(commented)) overloaded = overloadedName(node);
      else if (!isNamed(overloaded, node)) overloaded = null;
    }
    marks.push(mark ?? (marks[parent] as Mark));
  }
}

/** The name that signatures of an overloaded function or method have in common with its implementation. */
function overloadedName(node: t.Node): string | null {
  const { type } = node;
  if (type === 'TSDeclareFunction' || type === 'FunctionDeclaration') return node.id?.name ?? 'default';
  if (type !== 'TSDeclareMethod' && type !== 'ClassMethod') return null;
  return t.isIdentifier(node.key) && !node.computed ? `.${node.key.name}` : null;
}

function isNamed(name: string | null, node: t.Node): boolean {
  return name !== null && name === overloadedName(node);
}

function markNode(node: t.Node, isTagged: boolean, inherited: Mark, found: Found): Mark {
  const own = markOf(node, isTagged);
  if (own !== null) found.own.set(node, own);
  const mark = own ?? inherited;
  if (mark !== 'none') found.marked.add(node);
  if (mark === 'implied') found.implied.add(node);
  return mark;
}

export function isInitializer(node: t.Node): boolean {
  return t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isStaticBlock(node);
}

const FUNCTIONS_AND_CLASSES: ReadonlySet<string> = new Set([
  ...(t.FLIPPED_ALIAS_KEYS.Function ?? []),
  ...(t.FLIPPED_ALIAS_KEYS.Class ?? []),
]);

/** Fields and static blocks are marked by what is around them only. */
const MARKED_TYPES: ReadonlySet<string> = new Set([
  ...FUNCTIONS_AND_CLASSES,
  'ClassProperty',
  'ClassPrivateProperty',
  'StaticBlock',
]);

/** Of functions and methods that have several, in TypeScript. They are there for the types only. */
const SIGNATURES: ReadonlySet<string> = new Set<t.Node['type']>(['TSDeclareFunction', 'TSDeclareMethod']);

/** Whether a tag before a node marks it, or the function whose signature it is. */
export function isMarkable({ type }: t.Node): boolean {
  return FUNCTIONS_AND_CLASSES.has(type) || SIGNATURES.has(type);
}

/** What a function or class says of itself by a tag or directives. The directives are removed. */
function markOf(node: t.Node, isTagged: boolean): OwnMark | null {
  const tagged = isTagged ? 'explicit' : null;
  if (t.isClass(node)) return tagged;
  if (!t.isFunction(node)) return null;
  if (!t.isBlockStatement(node.body)) return tagged;
  if (holdsCounters(node)) return 'none';
  const own = ownMark(node, node.body.directives);
  node.body.directives = withoutMarks(node.body.directives);
  return own ?? tagged;
}

function ownMark(node: t.Node, directives: readonly t.Directive[]): OwnMark | null {
  const values = directives.map((directive) => directive.value.value);
  const isMarked = values.includes(MARK);
  const isOptedOut = values.includes(OPT_OUT);
  if (isMarked && isOptedOut) throw refuse('GREENLETS104', node);
  return isMarked ? 'explicit' : isOptedOut ? 'none' : null;
}

function withoutMarks(directives: t.Directive[]): t.Directive[] {
  return directives.filter(({ value }) => !isMark(value.value));
}

/** Whether a directive with this text marks, or opts out. */
export function isMark(text: string): boolean {
  return text === MARK || text === OPT_OUT;
}
