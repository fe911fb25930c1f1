import type { ts } from 'ts-morph';
import type { Edit, Finding } from '../finding.ts';
import type { Host } from '../host.ts';
import type { Chain, Fn, Graph } from '../graph/model.ts';
import type { Waiting } from '../graph/waiting.ts';
import { markFunction } from '../fix/mark-function.ts';
import { linksOf, named, placeOf, through } from './places.ts';

/** Functions that are not marked, and call what blocks. */
export function findForgotten(graph: Graph, waiting: Waiting, host: Host): Finding[] {
  const elsewhere = handedOnly(graph);
  const forgotten = new Map<ts.Node, [Fn, Chain]>();
  for (const fn of graph.functions) {
    if (fn.marked || fn.optedOut || fn.kind === 'accessor' || elsewhere.has(fn)) continue;
    const chain = wouldThrow(fn, waiting);
    if (chain !== null) forgotten.set(fn.node, [fn, chain]);
  }
  return [...forgotten.values()].flatMap(([fn, chain]) => {
    // To mark a function marks those in it.
    const isCovered = isInside(fn.node, (outer) => {
      const kind = forgotten.get(outer)?.[0].kind;
      return kind === 'function' || (kind === 'program' && isExternalModule(outer, host));
    });
    return describe(fn, chain, waiting, isCovered ? [] : markFunction(fn.node, host));
  });
}

function isExternalModule(node: ts.Node, { ts }: Host): boolean {
  return ts.isSourceFile(node) && ts.isExternalModule(node);
}

function isInside({ parent }: ts.Node, matches: (outer: ts.Node) => boolean): boolean {
  // A file has no parent.
  const outer = parent as ts.Node | undefined;
  return outer !== undefined && (matches(outer) || isInside(outer, matches));
}

/**
 * How an unmarked function comes to a call that throws: one that does so wherever no greenlet can wait; or any one that may block,
 * where greenlets run.
 */
export function wouldThrow(fn: Fn, waiting: Waiting): Chain | null {
  const failing = waiting.toFailing(fn);
  if (failing !== null) return failing;
  return waiting.sourceOf(fn) === null ? null : waiting.toAny(fn);
}

/** The functions that only code calls which is not compiled: to mark them would not help. */
function handedOnly({ functions, handings, started }: Graph): ReadonlySet<Fn> {
  const handed = new Set(handings.map(({ fn }) => fn).filter((fn) => !fn.detached && !started.has(fn)));
  for (const fn of functions) for (const call of fn.calls) for (const callee of call.callees) handed.delete(callee);
  return handed;
}

function describe(fn: Fn, chain: Chain, waiting: Waiting, edits: readonly Edit[]): Finding[] {
  const [first] = chain.steps;
  if (first === undefined) return [];
  const common = { code: 'GREENLETS301', level: 'error', ...placeOf(first.call.node), edits } as const;
  const source = waiting.sourceOf(fn) ?? [];
  return [{ ...common, message: messageFor(fn, chain), chain: linksOf(source, chain) }];
}

function messageFor(fn: Fn, chain: Chain): string {
  const what = `calls ${through(chain)}, which may block, and is not marked`;
  if (fn.kind === 'program') {
    return `the top level ${what}: call it within run(...), or put 'use greenlet' first in the file if it is an ES module.`;
  }
  if (fn.kind === 'initializer') return `${named(fn)} ${what}: put /** @greenlet */ before the class.`;
  return `${named(fn)} ${what}: put 'use greenlet' first in it, or in its file.`;
}
