import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** How many descriptors this process has open. */
export function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Calls `fn` while this process can open so many more descriptors only; in a greenlet. */
export function withDescriptors<T>(left: number, fn: () => T): T {
  'use greenlet';
  const [, soft = '', hard = ''] =
    /^Max open files\s+(\d+)\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  const highest = Math.max(...readdirSync('/proc/self/fd').map(Number));
  setLimit(highest + left + 1, hard);
  const fillers = openAll();
  for (const descriptor of fillers.splice(0, left)) closeSync(descriptor);
  try {
    return fn();
  } finally {
    for (const descriptor of fillers) closeSync(descriptor);
    setLimit(Number(soft), hard);
  }
}

function setLimit(soft: number, hard: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${String(soft)}:${hard}`], { stdio: 'ignore' });
}

/** Opens as many as there can be. */
function openAll(): number[] {
  const opened: number[] = [];
  for (;;) {
    try {
      opened.push(openSync('/dev/null', 'r'));
    } catch {
      return opened;
    }
  }
}
