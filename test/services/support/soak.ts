import { readdirSync, readlinkSync } from 'node:fs';
import { joinAll, run, sleep, spawn } from 'greenlets';

/** Numbers that are the same in each run. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Runs `work` in many greenlets, each of which is killed at a random moment. Then whatever they had opened must be closed: `clean`
 * looks at the server, and the process must have as many descriptors as before.
 *
 * @param longest how long the work takes about, in ms: kills come before that
 */
export async function soak(rounds: number, longest: number, work: (round: number) => void): Promise<void> {
  const random = randomly(rounds);
  await run(() => {
    'use greenlet';
    for (let round = 0; round < rounds; round += 10) {
      const greenlets = Array.from({ length: 10 }, (_, index) => spawn(work, round + index));
      for (const greenlet of greenlets) spawn(killLater, greenlet, random() * longest);
      joinAll(greenlets);
    }
  });
}

function killLater(greenlet: { kill(): void }, ms: number): void {
  'use greenlet';
  sleep(ms);
  greenlet.kill();
}

/** How many files and sockets the process has open. */
export function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** The same without files. */
export function countSockets(): number {
  return readdirSync('/proc/self/fd').filter((fd) => targetOf(fd).startsWith('socket:')).length;
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // It has been closed meanwhile.
    return '';
  }
}

/** Waits until a condition holds, for a second at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('what was expected did not happen within a second');
}
