'use greenlet';

/*
 * Greenlets wait at the same time, threads compute at the same time. Counts primes, first in greenlets of one thread and then in two
 * threads: `npx greenlets run examples/threads.ts`.
 */
import { Pool } from 'greenlets';
import { ThreadPool } from 'greenlets/node/threads';
import * as primes from './threads/primes.ts';

const limits = [600_000, 600_001, 600_002, 600_003];

function measure(title: string, work: () => number[]): void {
  const start = performance.now();
  const counts = work();
  console.log(`${title}: ${counts.join(' ')} primes, ${String(Math.round(performance.now() - start))} ms`);
}

const threads = new ThreadPool<typeof primes>(new URL('./threads/primes.ts', import.meta.url), {
  size: 2,
});
threads.map('countPrimes', [10, 10]); // starts the threads

measure('greenlets', () => new Pool(4).map(primes.countPrimes, limits));
measure('threads', () => threads.map('countPrimes', limits));
threads.close();
