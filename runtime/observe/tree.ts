import type { Greenlet } from '../core/greenlet.ts';
import { spawnerOf } from '../greenlets/spawning/spawn-tree.ts';
import { nameOf } from '../core/names/greenlet-names.ts';
import { Snapshot, type Seen, type WaitDump } from './dump.ts';
import { folded } from './monitor/thread.ts';
import { lineText } from './stack-lines.ts';

/** Of those that wait in the same place, and have started none, so many are shown; the rest is counted. */
const MOST_ALIKE = 3;

/**
 * All greenlets as a tree: below each are those that it has started, with what they wait for and where. Without `trackSpawns` it is not known
 * who has started whom, and the tree is flat.
 *
 * ```text
 * code outside greenlets
 *  +--- main-1 waits for Greenlet.get(): the end of worker-2
 *  |      at main (tree.js:10:18)
 *  |    +--- worker-2 waits for Queue.get()
 *  |           at worker (tree.js:5:11)
 * ```
 *
 * Source: gevent's `GreenletTree`.
 */
export function greenletTree(): string {
  return treeOf(new Snapshot());
}

/** The text of a tree. */
export function treeOf({ greenlets }: Snapshot): string {
  return new Tree(greenlets).lines().join('\n');
}

/** What is told of a greenlet. */
interface Entry {
  readonly name: string;
  /** What it does: ` waits for Queue.get()`. */
  readonly doing: string;
  /** Where, and what else there is, in lines of their own. */
  readonly details: readonly string[];
}

/** What is still to be written: a greenlet, or a line. */
type Job = string | { readonly greenlet: Greenlet; readonly entry: Entry; readonly depth: number };

/** Deeper ones are not indented any further. */
const DEEPEST = 30;

class Tree {
  readonly #seen: ReadonlyMap<Greenlet, Seen['dump']>;
  readonly #children = new Map<Greenlet | null, Set<Greenlet>>();

  constructor(greenlets: readonly Seen[]) {
    this.#seen = new Map(greenlets.map(({ greenlet, dump }) => [greenlet, dump]));
    for (const { greenlet } of greenlets) this.#place(greenlet);
  }

  /** Without recursion, for a tree may be very deep. */
  lines(): string[] {
    const lines = ['code outside greenlets'];
    const jobs = this.#jobsBelow(null, 0);
    for (let job; (job = jobs.pop()) !== undefined;) {
      if (typeof job === 'string') {
        lines.push(job);
        continue;
      }
      const { greenlet, entry, depth } = job;
      const indentation = indent(depth);
      lines.push(`${indentation}+--- ${entry.name}${entry.doing}`);
      for (const detail of entry.details) lines.push(`${indentation}|      ${detail}`);
      jobs.push(...this.#jobsBelow(greenlet, depth + 1));
    }
    return lines;
  }

  /** Below its spawner, also if that has ended. */
  #place(greenlet: Greenlet): void {
    for (let child: Greenlet | null = greenlet; child !== null;) {
      const spawner = spawnerOf(child);
      const parent: Greenlet | null = spawner === undefined || spawner.isMain ? null : spawner;
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, new Set([child]));
      else siblings.add(child);
      // One that has ended is shown if it has started others, below its own spawner.
      const isPlaced = siblings !== undefined || parent === null || this.#seen.has(parent);
      child = isPlaced ? null : parent;
    }
  }

  /** The last one comes first. */
  #jobsBelow(parent: Greenlet | null, depth: number): Job[] {
    const jobs: Job[] = [];
    const alike = new Map<string, number>();
    for (const greenlet of this.#children.get(parent) ?? []) {
      const entry = this.#describe(greenlet);
      if (!this.#children.has(greenlet)) {
        const key = [entry.doing, ...entry.details].join('\n');
        const count = (alike.get(key) ?? 0) + 1;
        alike.set(key, count);
        if (count > MOST_ALIKE) continue;
      }
      jobs.push({ greenlet, entry, depth });
    }
    for (const [key, count] of alike) {
      const [doing = '', place = ''] = key.split('\n');
      if (count > MOST_ALIKE)
        jobs.push(`${indent(depth)}+--- ${String(count - MOST_ALIKE)} more:${doing} ${place}`.trimEnd());
    }
    return jobs.reverse();
  }

  #describe(greenlet: Greenlet): Entry {
    const dump = this.#seen.get(greenlet);
    if (dump === undefined) return { name: nameOf(greenlet), doing: ' has ended', details: [] };
    const { state, waitsFor, stack, treeLocals } = dump;
    const name = dump.call === null ? dump.name : `${dump.name}, ${dump.call},`;
    const locals = Object.entries(treeLocals ?? {}).map(([key, value]) => `${key}: ${value}`);
    const doing = waitsFor === null ? ` is ${state}` : ` waits for ${textOf(waitsFor)}`;
    return { name, doing, details: [...folded(stack.map(lineText)), ...locals] };
  }
}

function indent(depth: number): string {
  return ` ${'|    '.repeat(Math.min(depth, DEEPEST))}`;
}

/** `RLock.acquire(): RLock "accounts", held by b`, and for how long it has waited, if that is known. */
function textOf({ call, object, since }: WaitDump): string {
  const what = object === '' ? call : `${call}: ${object}`;
  return since === null ? what : `${what}, for ${String(Math.round(since))} ms`;
}
