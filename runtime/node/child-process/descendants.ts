import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** A process, and when it has begun: another one may get its number. */
export interface Descendant {
  readonly pid: number;
  readonly start: string;
}

interface Entry extends Descendant {
  readonly parent: number;
  readonly isStopped: boolean;
}

/** How long a process may take to stand still (ms): it has to be given the processor once more. */
const MOST_DELAY = 100;
const BETWEEN_LOOKS = 0.1;

/** The processes that some have started, and those that these have. None where the system does not tell: only Linux does. */
function descendantsOf(pids: readonly number[]): readonly Descendant[] {
  const entries = readTable();
  const found = new Set<Entry>();
  const add = (parent: number): void => {
    for (const entry of entries) {
      if (entry.parent !== parent || found.has(entry)) continue;
      found.add(entry);
      add(entry.pid);
    }
  };
  pids.forEach(add);
  return [...found];
}

/**
 * Stops processes, and all that they have started, so that none of them can start others meanwhile. Returns those that they have started. They
 * go on with SIGCONT.
 */
export function stopWithDescendants(pids: readonly number[]): readonly Descendant[] {
  const found: Descendant[] = [];
  for (let fresh = pids; fresh.length > 0;) {
    fresh.forEach(stop);
    const known = [...pids, ...found.map(({ pid }) => pid)];
    const more = descendantsOf(known).filter(({ pid }) => !known.includes(pid));
    found.push(...more);
    fresh = more.map(({ pid }) => pid);
  }
  return found;
}

/** A signal takes a while: until then, the process may be about to start another one. */
function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGSTOP');
  } catch {
    return;
  }
  // Nobody notifies it: these are pauses, which leave the processor to the other process.
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + MOST_DELAY;
  while (entryOf(pid)?.isStopped === false && performance.now() < end) Atomics.wait(pause, 0, 0, BETWEEN_LOOKS);
}

/** Sends a signal, unless the process has ended. */
export function signalDescendant({ pid, start }: Descendant, signal: NodeJS.Signals | number): void {
  if (entryOf(pid)?.start !== start) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended, or belongs to somebody else.
  }
}

/** Whether it has not ended. */
export function isRunning({ pid, start }: Descendant): boolean {
  return entryOf(pid)?.start === start;
}

function readTable(): readonly Entry[] {
  const numbers = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return numbers.flatMap((name) => entryOf(Number(name)) ?? []);
}

/** The name of the program, which stands in parentheses, may contain anything. Zombies count as ended. */
function entryOf(pid: number): Entry | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const isStopped = fields[0] === 'T';
    return fields[0] === 'Z' ? null : { pid, parent: Number(fields[1]), start: fields[19] ?? '', isStopped };
  } catch {
    return null;
  }
}
