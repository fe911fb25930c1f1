import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { run } from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ROUNDS = 400;
const MEASUREMENTS = 6;

/**
 * Bytes of the heap that each call of `round`, in one greenlet and without a pause, leaves behind for good. The least of
 * some measurements, for now and then the engine compiles something, or a table of its own grows.
 */
export async function growthPerRound(round: () => unknown): Promise<number> {
  hub.useHost(defaultHost);
  return run(measure, round);
}

function measure(round: () => unknown): number {
  'use greenlet';
  let least = Infinity;
  let before = usedHeap();
  for (let i = 0; i < MEASUREMENTS; i++) {
    for (let j = 0; j < ROUNDS; j++) round();
    const after = usedHeap();
    least = Math.min(least, (after - before) / ROUNDS);
    before = after;
  }
  return least;
}

function usedHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
