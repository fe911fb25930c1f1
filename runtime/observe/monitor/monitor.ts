import type * as Threads from 'node:worker_threads';
import { fileOutside } from '../../contract/stacks/engine.ts';
import { expected } from '../../core/errors/expected.ts';
import { getCurrent, type Greenlet } from '../../core/greenlet.ts';
import { checkOptions } from '../../core/errors/options.ts';
import { hub } from '../../hub/index.ts';
import { checkPeriod } from '../../hub/time/milliseconds.ts';
import { observers } from '../../hub/observers.ts';
import { describeSlice } from './describe.ts';
import { createState, RunningSlices } from './running-slices.ts';
import { ASK, threadSource, type Blocked, type ThreadData } from './thread.ts';

/** Options of `monitor`. */
export interface MonitorOptions {
  /** For how long a greenlet may run without a pause, in ms; 100 by default. */
  readonly maxBlockingTime?: number;
  /** Told of each slice that takes longer, once the main thread gets to it. What it throws goes to the error handler. Without it, the monitor prints, while the slice lasts. */
  readonly onBlocked?: (blocked: Blocked) => void;
}

/** What a monitor has counted since it was started. */
export interface MonitorCounters {
  /** How often a greenlet went on, and ran until it paused. */
  readonly slices: number;
  /** How often one began to wait. */
  readonly waits: number;
  /** How many were started. */
  readonly spawns: number;
  /** How many ended, and how many of them failed. */
  readonly ends: number;
  readonly failures: number;
  /** How many slices took longer than `maxBlockingTime`. */
  readonly blocked: number;
  /** The longest slice that has ended, in ms. */
  readonly longestSlice: number;
}

/** See `monitor`. */
export interface Monitor {
  readonly counters: MonitorCounters;
  /** Ends it. */
  stop(): void;
}

const OPTIONS: readonly string[] = ['maxBlockingTime', 'onBlocked'];
const DEFAULT_BLOCKING_TIME = 100;
const KEY = Symbol.for('greenlets:v1:monitor');
const DEFAULT_MONITOR = Symbol.for('greenlets:v1:defaultMonitor');

/**
 * Watches over the greenlets from another thread, and names one that runs for too long without a pause, with what it is doing: also while it is
 * in an endless loop. For that the main thread is stopped for a moment, by what debuggers use. On Node only.
 *
 * It counts, too. One monitor runs at a time; it does not keep the process alive. Each slice takes some tenths of a microsecond longer.
 *
 * @throws {TypeError} if an option has the wrong type or does not exist
 * @throws {Error} if there is a monitor already, or where there are no threads of Node
 *
 * Source: gevent's monitor thread, and its `max_blocking_time`.
 */
export function monitor(options: MonitorOptions = {}): Monitor {
  checkOptions(options, OPTIONS);
  const { maxBlockingTime = DEFAULT_BLOCKING_TIME, onBlocked } = options;
  checkPeriod(maxBlockingTime, 'maxBlockingTime');
  if (onBlocked !== undefined && typeof onBlocked !== 'function') throw expected('a function', onBlocked);
  if (observers.some((observer) => observer instanceof RunningMonitor))
    throw new Error('there is a monitor already: stop it first');
  // Before memory is shared, which browsers may refuse.
  nodeThreads();
  return new RunningMonitor(maxBlockingTime, onBlocked);
}

class RunningMonitor extends RunningSlices implements Monitor {
  readonly counters = { slices: 0, waits: 0, spawns: 0, ends: 0, failures: 0, blocked: 0, longestSlice: 0 };
  readonly #maxBlockingTime: number;
  readonly #onBlocked: ((blocked: Blocked) => void) | undefined;
  readonly #worker: Threads.Worker;
  readonly #remove: () => void;
  /** When the slices began that run. */
  readonly #starts: number[] = [];
  /** Who was in the middle of a slice when the monitor was started, until that is over. */
  #joined: Greenlet | null = null;

  constructor(maxBlockingTime: number, onBlocked: ((blocked: Blocked) => void) | undefined) {
    super(createState());
    this.#maxBlockingTime = maxBlockingTime;
    this.#onBlocked = onBlocked;
    this.#worker = startThread({
      state: this.state,
      maxBlockingTime,
      prints: onBlocked === undefined,
      ask: ASK,
      ownFolder: ownFolder(),
    });
    this.#worker.on('message', (blocked: Blocked) => this.#tell(blocked));
    this.#worker.unref();
    endDefaultMonitor();
    Object.defineProperty(globalThis, KEY, { value: () => describeSlice(this), configurable: true });
    this.#remove = observers.add(this);
    this.#joinSlice();
  }

  /** Whoever starts the monitor runs already. That it pauses is told to those only who have been told that it runs. */
  #joinSlice(): void {
    const greenlet = getCurrent();
    if (greenlet.isMain) return;
    this.resumed(greenlet);
    this.#joined = greenlet;
  }

  #leaveSlice(): void {
    this.#joined = null;
    this.paused();
  }

  /** As of any callback of the hub, an error is not the end of the program. */
  #tell(blocked: Blocked): void {
    try {
      this.#onBlocked?.(blocked);
    } catch (error) {
      hub.handleError(error, null);
    }
  }

  stop(): void {
    this.#remove();
    Reflect.deleteProperty(globalThis, KEY);
    void this.#worker.terminate();
  }

  started(): void {
    this.counters.spawns++;
  }

  override resumed(greenlet: Greenlet): void {
    if (this.#joined !== null) this.#leaveSlice();
    this.counters.slices++;
    this.#starts.push(hub.host.now());
    super.resumed(greenlet);
  }

  override paused(): void {
    const start = this.#starts.pop();
    if (start === undefined) return;
    const ms = hub.host.now() - start;
    if (ms > this.counters.longestSlice) this.counters.longestSlice = ms;
    if (ms > this.#maxBlockingTime) this.counters.blocked++;
    super.paused();
  }

  waits(greenlet: Greenlet): void {
    if (greenlet === this.#joined) this.#leaveSlice();
    this.counters.waits++;
  }

  ended(greenlet: Greenlet, failed: boolean): void {
    if (greenlet === this.#joined) this.#leaveSlice();
    this.counters.ends++;
    if (failed) this.counters.failures++;
  }
}

/** The one that the loader has started, which knows nothing of what the program wants. */
function endDefaultMonitor(): void {
  const { [DEFAULT_MONITOR]: end } = globalThis as { [DEFAULT_MONITOR]?: () => void };
  end?.();
}

interface Builtins {
  getBuiltinModule?(name: string): unknown;
}

function nodeThreads(): typeof Threads {
  const { process } = globalThis as { process?: Builtins };
  const threads = process?.getBuiltinModule?.('node:worker_threads') as typeof Threads | undefined;
  if (threads === undefined) throw new Error('a monitor needs Node 20.16');
  return threads;
}

function startThread(workerData: ThreadData): Threads.Worker {
  const threads = nodeThreads();
  // Neither the options of this process nor NODE_OPTIONS are for this thread.
  return new threads.Worker(threadSource(), {
    eval: true,
    name: 'greenlets monitor',
    workerData,
    execArgv: [],
    env: {},
  });
}

/** In the sources this file is in a folder of the runtime; in the package everything is in one. */
function ownFolder(): string {
  return fileOutside(ownFolder)
    .replace(/^file:\/\//, '')
    .replace(/[^/]*$/, '')
    .replace(/observe\/monitor\/$/, '');
}
