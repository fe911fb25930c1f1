import { contexts } from '../../contract/contexts/contexts.ts';
import { unwatch, watch, watchOutsiders } from '../../graph/deadlocks/raising.ts';
import { detection } from '../../graph/deadlocks/detection.ts';
import { WaitGraph } from '../../graph/wait-graph.ts';
import { defaultHost } from '../../hub/host/default-host.ts';
import type { Host } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';

const ONLY_VIRTUAL = 'Time is virtual here: nobody waits for real I/O, nor for timers of the platform.';

const MOST_ROUNDS = 100;

interface VirtualTimer {
  readonly deadline: number;
  readonly order: number;
  readonly callback: () => void;
}

const nothing = (): null => null;
const undo = (): void => undefined;

// A world tells when it is idle, in browsers as well.
detection.of = { watch, unwatch, watchOutsiders };

/** Lets promises call back that are settled, and real I/O, if there is any. */
export function realTurn(): Promise<void> {
  return new Promise((resolve) => defaultHost.setImmediate(resolve));
}

/** A world without real time: the clock stands still, and jumps to the next timer when there is nothing else to do. */
export class VirtualWorld implements Host {
  readonly captureContext = contexts?.capture ?? nothing;
  readonly captureEmptyContext = contexts?.captureEmpty ?? nothing;
  readonly pick: Host['pick'];
  #time = 0;
  #created = 0;
  #busy = 0;
  #isPausing = false;
  #jobs: (() => void)[] = [];
  readonly #timers = new Set<VirtualTimer>();
  readonly #idleListeners = new Set<() => void>();

  /** @param pick decides between the cases of a `select`; chance does unless given */
  constructor(pick?: Host['pick']) {
    this.pick = pick;
  }

  now(): number {
    return this.#time;
  }

  setTimeout(callback: () => void, ms: number): () => void {
    const timer = { deadline: this.#time + ms, order: this.#created++, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  setImmediate(callback: () => void): void {
    this.#jobs.push(callback);
  }

  queueMicrotask(callback: () => void): void {
    this.#jobs.push(callback);
  }

  onIdle(callback: () => void): () => void {
    this.#idleListeners.add(callback);
    return () => void this.#idleListeners.delete(callback);
  }

  /** Where greenlets wait for nothing that is known, it may be the world outside. */
  remarkOnStuck(): string | null {
    const graph = new WaitGraph();
    const waits = [...hub.live].flatMap((greenlet) => graph.waitOf(greenlet) ?? []);
    const unknown = waits.filter(({ place, reason }) => place.title === '' && !reason.startsWith('sleep('));
    return unknown.length === 0 ? null : ONLY_VIRTUAL;
  }

  /** The program that tests need not fail because a greenlet in the world has. */
  fail(): () => void {
    return undo;
  }

  /** Moves the clock without running anything. */
  advance(ms: number): void {
    this.#time += ms;
  }

  /** Whether what happens at this moment happens in this world; not what promises call back. */
  get isBusy(): boolean {
    return this.#busy > 0;
  }

  get hasJobs(): boolean {
    return this.#jobs.length > 0;
  }

  /** Runs what is to be run now, and what that adds; but not for ever: what is real, such as the time of a test, must get its turn. */
  runJobs(): void {
    this.#isPausing = false;
    for (let round = 0; round < MOST_ROUNDS && this.#hasToRun; round++) {
      const jobs = this.#jobs;
      this.#jobs = [];
      this.#work(() => {
        for (const job of jobs) job();
      });
    }
  }

  get #hasToRun(): boolean {
    return this.#jobs.length > 0 && !this.#isPausing;
  }

  /** Lets promises answer before the jobs that come after those of this round. */
  pause(): void {
    this.#isPausing = true;
  }

  /** Lets the clock jump to the next timer; returns false if there is none, or it never expires. */
  fireNextTimer(): boolean {
    const { nextExpiry = 0 } = hub;
    const [next] = [...this.#timers].sort((a, b) => a.deadline - b.deadline || a.order - b.order);
    if (next === undefined || nextExpiry === Infinity) return false;
    this.#timers.delete(next);
    // The hub may have asked for less than it waits for: platforms know no timers of months.
    this.#time = Math.max(this.#time + nextExpiry, next.deadline);
    this.#work(next.callback);
    return true;
  }

  /** Nothing can happen any more: tells those who want to know. Returns whether they have found something to do. */
  tellIdle(): boolean {
    this.#work(() => {
      for (const listener of this.#idleListeners) listener();
    });
    return this.hasJobs;
  }

  #work(callback: () => void): void {
    this.#busy++;
    try {
      callback();
    } finally {
      this.#busy--;
    }
  }
}
