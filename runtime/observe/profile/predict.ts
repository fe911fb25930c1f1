import type { Place } from './places.ts';
import type { FreezeSite, Prediction } from './types.ts';

const GREENLETS = [2, 4, 10, 100];

/**
 * How long a program would have taken at best, had each place that waits, or holds up the process, done so in several greenlets at a time. What computes
 * stays as it is, and no wait gets shorter than the longest one.
 */
export function predict(elapsed: number, places: readonly Place[], freezes: readonly FreezeSite[]): Prediction[] {
  return GREENLETS.map((greenlets) => {
    let saved = 0;
    for (const { idle, longest } of places) saved += savedIn(idle, longest, greenlets);
    for (const { blocked, longest } of freezes) saved += savedIn([[1, blocked]], longest, greenlets);
    return { greenlets, elapsed: elapsed - saved };
  });
}

/**
 * @param idle how long no greenlet ran while so many waited
 * @param longest the longest wait of this place
 */
function savedIn(idle: Iterable<readonly [number, number]>, longest: number, greenlets: number): number {
  let before = 0;
  let after = 0;
  for (const [waiting, ms] of idle) {
    before += ms;
    after += ms * Math.min(1, waiting / greenlets);
  }
  return before - Math.max(after, Math.min(longest, before));
}
