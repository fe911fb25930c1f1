import type { NodePath, types as t } from '@babel/core';
import { leaveDynamicCode } from '../1-mark/dynamic-code.ts';
import { mark, type Marks } from '../1-mark/mark.ts';
import { findNearMisses, type NearMiss } from '../1-mark/near-misses.ts';
import { findFreezingCalls } from '../2-patch/freezing.ts';
import { COOPERATIVE_GLOBALS } from '../2-patch/tables/cooperative.ts';
import { inspect } from '../compile.ts';
import { RefusedError } from '../interface/diagnostics.ts';
import type { FileOptions } from '../interface/options.ts';
import { eachChild } from '../syntax/children.ts';
import { listNodes, type NodeList } from '../syntax/node-list.ts';
import { freezingMessage } from '../warnings.ts';
import { findBoundReferences, findCooperativeUses } from './cooperative-calls.ts';
import type { BodyKey, FileFacts, FreezingFact, NearMark, Range, Refusal, Verdict } from './facts.ts';
import { isWithin, keyOf, rangeOf } from './keys.ts';

export interface ExplainedSource {
  /** The program as the parser made it. It is changed. */
  readonly program: t.Program;
  /** The same with its scopes, which take time to make. */
  readonly path: () => NodePath<t.Program>;
  readonly code: string;
  readonly options: FileOptions;
}

/** What must occur in a file that uses something which has a cooperative version, or freezes the process. */
const BLOCKING = new RegExp(
  String.raw`\b(?:${COOPERATIVE_GLOBALS.join('|')})\b|` +
    String.raw`Sync\b|['"](?:node:|\w+\/node\/)?(?:crypto|dns|events|readline|stream|timers[/-]promises|prompt-sync|readline-sync|sync-fetch|sync-request|cross-spawn)['"]`,
);

/**
 * What the compiler knows about a file at first sight, for others: what is marked, what looks like it, what may block and
 * what freezes the process. Nothing is compiled.
 */
export function explain({ program, path, options, code }: ExplainedSource): FileFacts {
  const nearMisses = /green-?let/i.test(code) ? findNearMisses(program).map((miss) => nearMark(miss, program)) : [];
  const list = listNodes(program);
  const found = marksOf(program, list, options);
  if (!('own' in found)) {
    return { nearMisses, cooperative: [], bound: [], freezing: [], marked: new Set(), own: [], refusal: found };
  }
  const own = [...found.own].flatMap(([node, kind]) => {
    const key = keyOf(node);
    return key === null ? [] : [{ key, kind, ...rangeOf(node) }];
  });
  const marked = new Set([...found.marked].map(keyOf).filter((key) => key !== null));
  const usesBlocking = BLOCKING.test(code) || typeof options.patch === 'object';
  const calls = usesBlocking ? blockingCalls(path(), list, found, options) : NO_CALLS;
  return { nearMisses, ...calls, marked, own, refusal: null };
}

type Calls = Pick<FileFacts, 'cooperative' | 'bound' | 'freezing'>;

const NO_CALLS: Calls = { cooperative: [], bound: [], freezing: [] };

/** The marks; or why there are none. */
function marksOf(program: t.Program, list: NodeList, options: FileOptions): Marks | Refusal {
  try {
    const marks = mark(program, list, options);
    leaveDynamicCode(program, list, marks);
    return marks;
  } catch (error) {
    return refusalOf(error);
  }
}

function blockingCalls(path: NodePath<t.Program>, list: NodeList, { marked }: Marks, options: FileOptions): Calls {
  const { calls } = findCooperativeUses(path, options, () => true);
  const replaced = new Set(calls.map(({ start, end }) => `${start}:${end}`));
  const isMarked = (reference: NodePath): boolean => {
    const owner = reference.findParent((parent) => parent.isFunction() || marked.has(parent.node));
    return owner !== null && marked.has(owner.node);
  };
  const freezing: FreezingFact[] = [];
  for (const call of findFreezingCalls(path, list, isMarked)) {
    const range = rangeOf(call.node);
    if (!replaced.has(`${range.start}:${range.end}`)) freezing.push({ message: freezingMessage(call), ...range });
  }
  return { cooperative: calls, bound: findBoundReferences(path, options, isMarked), freezing };
}

/**
 * What the compiler finds out about a file when it analyses all of it: why it refuses the file, and which marks it has no use for.
 */
export function judge({ program, path: toPath, options, code }: ExplainedSource): Verdict {
  const path = toPath();
  const keys = keysIn(program);
  const { references } = findCooperativeUses(path, options, () => true);
  const canAwait = program.sourceType === 'module';
  try {
    const source = {
      path,
      options,
      code,
      checked: null,
      alone: true,
      warn: null,
      hint: null,
      canAwait,
      keepsTypedFields: false,
    };
    const { marked, analyzed } = inspect(source);
    const compiled = analyzed?.analysis.functions.filter((fn) => fn.compiled).map(({ node }) => node) ?? [];
    const isLost = compiled.some(({ start }) => typeof start !== 'number');
    const busy = [...compiled.map(rangeOf), ...references];
    const idle = [...marked.own].flatMap(([node, kind]) => {
      const place = keys.get(node);
      if (place === undefined || kind === 'none' || isLost) return [];
      return busy.some((range) => isWithin(range, place)) ? [] : [place.key];
    });
    return { refusal: null, idle: new Set(idle) };
  } catch (error) {
    return { refusal: refusalOf(error), idle: new Set() };
  }
}

/** @throws what is no refusal */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof RefusedError)) throw error;
  return { code: error.code, message: error.message, ...rangeOf(error.node) };
}

interface Keyed extends Range {
  readonly key: BodyKey;
}

/** Where functions and classes stand, before anything is moved. */
function keysIn(program: t.Program): Map<t.Node, Keyed> {
  const keys = new Map<t.Node, Keyed>();
  eachNode(program, (node) => {
    const key = keyOf(node);
    if (key !== null) keys.set(node, { key, ...rangeOf(node) });
  });
  return keys;
}

function eachNode(node: t.Node, visit: (node: t.Node) => void): void {
  visit(node);
  eachChild(node, (child) => eachNode(child, visit));
}

function nearMark({ node, kind, comment, found, advice }: NearMiss, program: t.Program): NearMark {
  const message = `${found} marks nothing: ${advice}.`;
  return { ...rangeOf(comment ?? node), kind, message, body: bodyAround(node, program) };
}

/** Where the innermost body around a statement begins; 0 for the program. */
function bodyAround(node: t.Node, program: t.Program): number {
  let found = 0;
  const range = rangeOf(node);
  eachNode(program, (outer) => {
    if (outer.type !== 'BlockStatement' || !isWithin(range, rangeOf(outer))) return;
    found = Math.max(found, rangeOf(outer).start);
  });
  return found;
}
