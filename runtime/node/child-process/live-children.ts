import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { isRunning, signalDescendant, stopWithDescendants, type Descendant } from './descendants.ts';

/* Nobody looks after a child whose greenlet was killed, or that is still running when the program ends. */

type Signal = NodeJS.Signals | number;

/** How long a child that nobody waits for any more may take to end, in ms. */
const GRACE = 1000;

/** How a child is ended. */
export interface Ending {
  /** It leads a process group, all of which is to end. */
  readonly isDetached: boolean;
  /** What it has started is to end as well. */
  readonly isShell: boolean;
  readonly signal: Signal;
}

class Live {
  readonly child: ChildProcess;
  readonly #ending: Ending;
  #timer: NodeJS.Timeout | null = null;
  #isForced = false;
  /** What the shell had started when it was told to end. */
  #others: readonly Descendant[] = [];

  constructor(child: ChildProcess, ending: Ending) {
    this.child = child;
    this.#ending = ending;
  }

  /** Tells it to end, and makes it end if it does not. */
  end(): void {
    if (this.#timer !== null) return;
    this.#send(this.#ending.signal);
    this.#timer = setTimeout(() => this.#force(), GRACE);
    this.#timer.unref();
  }

  /** The program ends: those that have been told to end have had their time. */
  endNow(): void {
    this.#send(this.#timer === null ? this.#ending.signal : 'SIGKILL');
  }

  /** The child has ended. Returns false if it has left others behind, which are still going to be ended. */
  release(): boolean {
    if (this.#timer === null || this.#isForced) return true;
    if (this.#others.some(isRunning)) return false;
    clearTimeout(this.#timer);
    return true;
  }

  #force(): void {
    this.#isForced = true;
    this.#send('SIGKILL');
    if (this.child.exitCode !== null || this.child.signalCode !== null) forget(this.child);
  }

  #send(signal: Signal): void {
    const { pid } = this.child;
    if (!this.#ending.isShell || pid === undefined || process.platform !== 'linux')
      return this.#sendToChild(pid, signal);
    // Those that have been told before, and did not listen, may have started others since.
    const told = this.#others.filter(isRunning);
    // They are to start nothing more that would be missed. And the shell ends first, or it would go on with its next command.
    this.#others = [...told, ...stopWithDescendants([pid, ...told.map((other) => other.pid)])];
    this.#sendToChild(pid, signal);
    this.child.kill('SIGCONT');
    for (const other of this.#others) {
      signalDescendant(other, signal);
      signalDescendant(other, 'SIGCONT');
    }
  }

  /** A detached child leads a group of processes. */
  #sendToChild(pid: number | undefined, signal: Signal): void {
    if (!this.#ending.isDetached || pid === undefined || process.platform === 'win32') {
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

/** From now on the child is ended with the program, until `releaseChild`. */
export function watchChild(child: ChildProcess, ending: Ending): void {
  if (live.size === 0) process.on('exit', endAll);
  live.set(child, new Live(child, ending));
}

/** Ends a child that nobody waits for any more. */
export function endChild(child: ChildProcess): void {
  live.get(child)?.end();
}

/** The child has ended. */
export function releaseChild(child: ChildProcess): void {
  if (live.get(child)?.release() === true) forget(child);
}

function forget(child: ChildProcess): void {
  if (live.delete(child) && live.size === 0) process.off('exit', endAll);
}

function endAll(): void {
  for (const each of live.values()) each.endNow();
}
