import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';

/* Nobody looks after a child whose greenlet was killed, or that is still running when the program ends. */

type Signal = NodeJS.Signals | number;

/** How long a child that nobody waits for any more may take to end, in ms. */
const GRACE = 1000;

class Live {
  readonly child: ChildProcess;
  readonly #isDetached: boolean;
  readonly #signal: Signal;
  #timer: NodeJS.Timeout | null = null;

  constructor(child: ChildProcess, isDetached: boolean, signal: Signal) {
    this.child = child;
    this.#isDetached = isDetached;
    this.#signal = signal;
  }

  /** Tells it to end, and makes it end if it does not. */
  end(): void {
    if (this.#timer !== null) return;
    this.#send(this.#signal);
    this.#timer = setTimeout(() => this.#send('SIGKILL'), GRACE);
    this.#timer.unref();
  }

  /** The program ends: those that have been told to end have had their time. */
  endNow(): void {
    this.#send(this.#timer === null ? this.#signal : 'SIGKILL');
  }

  release(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** A detached child leads a group of processes. */
  #send(signal: Signal): void {
    const { pid } = this.child;
    if (!this.#isDetached || pid === undefined || process.platform === 'win32') {
      this.child.kill(signal);
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // There is nobody left in the group.
    }
  }
}

const live = new Map<ChildProcess, Live>();

/**
 * From now on the child is ended with the program, until `releaseChild`.
 *
 * @param isDetached whether it leads a process group, all of which is to end
 */
export function watchChild(child: ChildProcess, isDetached: boolean, signal: Signal): void {
  if (live.size === 0) process.on('exit', endAll);
  live.set(child, new Live(child, isDetached, signal));
}

/** Ends a child that nobody waits for any more. */
export function endChild(child: ChildProcess): void {
  live.get(child)?.end();
}

/** The child has ended. */
export function releaseChild(child: ChildProcess): void {
  live.get(child)?.release();
  if (live.delete(child) && live.size === 0) process.off('exit', endAll);
}

function endAll(): void {
  for (const each of live.values()) each.endNow();
}
