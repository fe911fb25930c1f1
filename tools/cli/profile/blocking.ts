import type { Observer } from '../../../runtime/hub/observers.ts';

/** A stretch of time, in microseconds of the clock of `process.hrtime`, by which the engine takes its samples. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** In ms. Samples are as far apart; a shorter call computes as likely as it waits. */
const SHORTEST = 1;

/** Notes when calls hold up the process: it does not compute then. */
export class Blocking implements Observer {
  readonly stretches: Stretch[] = [];

  froze(_call: string, ms: number): void {
    if (ms < SHORTEST) return;
    const end = Number(process.hrtime.bigint() / 1000n);
    this.stretches.push({ start: end - ms * 1000, end });
  }
}

/**
 * Returns a function that tells how much of a stretch none of `stretches` covers. It is to be asked in the order of time.
 *
 * @param stretches one may lie within another
 */
export function outsideOf(stretches: readonly Stretch[]): (start: number, end: number) => number {
  const apart = merge(stretches);
  let past = 0;
  return (start, end) => {
    while ((apart[past]?.end ?? Infinity) <= start) past++;
    let left = Math.max(0, end - start);
    for (let at = past; (apart[at]?.start ?? Infinity) < end; at++) {
      const covered = apart[at] as Stretch;
      left -= Math.min(end, covered.end) - Math.max(start, covered.start);
    }
    return left;
  };
}

function merge(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  for (const stretch of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || last.end < stretch.start) apart.push(stretch);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, stretch.end) };
  }
  return apart;
}
