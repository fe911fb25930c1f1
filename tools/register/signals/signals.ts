import { Worker } from 'node:worker_threads';
import type { ThreadData } from '../../../runtime/observe/monitor/thread.ts';
import { startDefaultMonitor } from '../default-monitor.ts';
import { SIGNALS } from './signal-protocol.ts';
import type { Answer, Signal } from './signal-protocol.ts';

/** What a shell reports for a program that the signal ended: 128 and the number of the signal. */
const EXIT_CODES: Record<Signal, number> = { SIGINT: 130, SIGTERM: 143 };

/** Where the runtime keeps the hub of a realm; it is not there if the program has not loaded the runtime. */
const HUB = Symbol.for('greenlets:v1:hub');
/** Where it keeps what is to be done before the process ends: profiles and traces are written then. */
const BEFORE_EXIT = Symbol.for('greenlets:v1:beforeExit');

/**
 * On Ctrl-C (SIGINT) and SIGTERM, kills all greenlets, so that their `finally` blocks run, and then exits with 130 or 143.
 * The signal does what it does without us if there are no greenlets, once a profile and a trace are written that are being recorded.
 * So it does if it is the second one, and if the program computes for more than a second without a pause. A program that listens for the signal itself decides alone.
 *
 * The thread that watches signals watches over greenlets as well, while a program is developed.
 */
export function stopOnSignals(): void {
  try {
    startWatcher(startDefaultMonitor());
  } catch {
    listenHere();
  }
}

/** Signals are watched by a thread of their own, as the main thread may be in an endless loop. */
function startWatcher(monitor: ThreadData | null): void {
  // Neither the options of this process nor NODE_OPTIONS are for this thread.
  const watcher = new Worker(new URL('./signal-watcher.mjs', import.meta.url), {
    name: 'greenlets signals',
    workerData: monitor,
    execArgv: ['--expose-internals'],
    env: {},
  });
  const tell = (answer: Answer): void => watcher.postMessage(answer);
  watcher.on('message', (signal: Signal) => answer(signal, tell));
  watcher.on('error', () => {
    stopReporting();
    listenHere();
  });
  watcher.unref();
  const stopReporting = reportListeners(tell);
}

/** Tells the watcher which signals the program listens for. Returns a function that ends that. */
function reportListeners(tell: (answer: Answer) => void): () => void {
  const report = (event: string | symbol, count: number): void => {
    const signal = SIGNALS.find((name) => name === event);
    if (signal !== undefined) tell({ kind: 'listening', signal, listens: count > 0 });
  };
  const added = (event: string | symbol): void => report(event, process.listenerCount(event) + 1);
  const removed = (event: string | symbol): void => report(event, process.listenerCount(event));
  process.on('newListener', added);
  process.on('removeListener', removed);
  return () => {
    process.off('newListener', added);
    process.off('removeListener', removed);
  };
}

function answer(signal: Signal, tell: (answer: Answer) => void): void {
  // Both may take longer than the watcher has patience.
  tell({ kind: 'stopping' });
  if (hasGreenlets()) return void stop(signal);
  finishRecordings();
  tell({ kind: 'default', signal });
}

/** A signal that ends the process emits no `exit`. */
function finishRecordings(): void {
  const { [BEFORE_EXIT]: recordings } = globalThis as { [BEFORE_EXIT]?: ReadonlySet<() => void> };
  for (const finish of [...(recordings ?? [])]) {
    try {
      finish();
    } catch (error) {
      console.error(error);
    }
  }
}

/** Where no thread can watch: signals are seen between tasks, as by every listener in Node. */
function listenHere(): void {
  let stopping = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      if (stopping) process.exit(EXIT_CODES[signal]);
      stopping = true;
      void stop(signal);
    });
  }
}

function hasGreenlets(): boolean {
  const { [HUB]: hub } = globalThis as { [HUB]?: { live: Iterable<unknown> } };
  return hub !== undefined && [...hub.live].length > 0;
}

async function stop(signal: Signal): Promise<void> {
  try {
    // All copies of the runtime in a process share one hub, so this one stops the greenlets of any.
    const { shutdown } = await import('../../../runtime/index.ts');
    await shutdown();
  } catch (error) {
    console.error(error);
  }
  process.exit(EXIT_CODES[signal]);
}
