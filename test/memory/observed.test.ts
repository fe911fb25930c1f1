import { Queue, sleep, spawn } from 'greenlets';
import { profile, trace, trackWaits } from 'greenlets/observe';
import { growthPerRound } from './growth.ts';

/** What a round of a few hundred bytes may leave behind because the engine's own tables grow. */
const NOTHING = 120;

/** Closures are made anew each time, as in a server. */
function round(): void {
  'use greenlet';
  const queue = new Queue<number>();
  const reader = spawn(() => queue.get());
  sleep(0);
  queue.put(1);
  reader.join();
}

describe('What has ended is not kept by', () => {
  it.each([
    ['a trace', () => trace({ write: () => undefined })],
    ['a profile', () => profile()],
    ['what records since when greenlets wait', () => (trackWaits(true), () => trackWaits(false))],
  ])('%s', async (_, begin) => {
    const end = begin();
    try {
      expect(await growthPerRound(round)).toBeLessThan(NOTHING);
    } finally {
      end();
    }
  });
});
