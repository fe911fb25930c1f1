import type { StackLine } from '../stack-lines.ts';
import type { KindOfWait } from './kind-of-wait.ts';

/** What is counted of a place: a call, and the calls that led to it. */
export class Place {
  readonly call: string;
  readonly kind: KindOfWait;
  readonly stack: readonly StackLine[];
  count = 0;
  blocked = 0;
  longest = 0;
  ready = 0;
  /** From how many waited at the same time to how long no greenlet ran then, as far as it was because of this place. */
  readonly idle = new Map<number, number>();
  /** What ran after it. */
  runs = 0;
  ran = 0;
  longestRun = 0;
  runner = '';

  constructor(call: string, kind: KindOfWait, stack: readonly StackLine[]) {
    this.call = call;
    this.kind = kind;
    this.stack = stack;
  }

  waited(blocked: number, ready: number): void {
    this.count++;
    this.blocked += blocked;
    this.longest = Math.max(this.longest, blocked);
    this.ready += ready;
  }

  noteRun(ms: number, runner: string): void {
    this.runs++;
    this.ran += ms;
    if (ms < this.longestRun) return;
    this.longestRun = ms;
    this.runner = runner;
  }

  noteIdle(ms: number, waiting: number): void {
    this.idle.set(waiting, (this.idle.get(waiting) ?? 0) + ms);
  }
}

/** Places that differ in what comes last. */
class Branch {
  readonly next = new Map<StackLine | string, Branch>();
  place: Place | null = null;

  at(step: StackLine | string): Branch {
    let branch = this.next.get(step);
    if (branch === undefined) {
      branch = new Branch();
      this.next.set(step, branch);
    }
    return branch;
  }
}

/** All places that were seen. Lines are the same objects where they are the same. */
export class Places {
  readonly all: Place[] = [];
  readonly #root = new Branch();

  at(call: string, kind: KindOfWait, stack: readonly StackLine[]): Place {
    let branch = this.#root.at(call).at(kind);
    for (const line of stack) branch = branch.at(line);
    if (branch.place === null) {
      branch.place = new Place(call, kind, stack);
      this.all.push(branch.place);
    }
    return branch.place;
  }
}
