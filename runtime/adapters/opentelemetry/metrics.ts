import type { BatchObservableCallback, Meter } from '@opentelemetry/api';
import { hub } from '../../hub/index.ts';
import { observers, type Observer } from '../../hub/observers.ts';
import { assertHas } from './checks.ts';

/**
 * Reports with each collection of `meter` what the hub does:
 *
 * - `greenlets.live`: how many greenlets have started and not ended.
 * - `greenlets.ready`: how many tasks wait for their turn.
 * - `greenlets.slices`: how often a greenlet ran until it paused.
 * - `greenlets.slice.time`: for how long they ran, in ms.
 * - `greenlets.slice.longest`: the longest slice since the last collection, in ms.
 *
 * Each slice takes some tenths of a microsecond longer.
 *
 * @returns a function that ends it
 * @throws {TypeError} if `meter` is no meter
 */
export function observeHub(meter: Meter): () => void {
  assertHas('addBatchObservableCallback', meter, 'a meter');
  const slices = new Slices();
  const live = meter.createObservableUpDownCounter('greenlets.live', {
    description: 'Greenlets that have started and not ended',
    unit: '{greenlet}',
  });
  const ready = meter.createObservableUpDownCounter('greenlets.ready', {
    description: 'Tasks that wait for their turn',
    unit: '{task}',
  });
  const count = meter.createObservableCounter('greenlets.slices', {
    description: 'How often a greenlet ran until it paused',
    unit: '{slice}',
  });
  const time = meter.createObservableCounter('greenlets.slice.time', {
    description: 'For how long greenlets ran',
    unit: 'ms',
  });
  const longest = meter.createObservableGauge('greenlets.slice.longest', {
    description: 'The longest slice since the last collection',
    unit: 'ms',
  });
  const all = [live, ready, count, time, longest];
  const report: BatchObservableCallback = (result) => {
    result.observe(live, hub.live.size);
    result.observe(ready, hub.readyCount);
    result.observe(count, slices.count);
    result.observe(time, slices.time);
    result.observe(longest, slices.takeLongest());
  };
  const remove = observers.add(slices);
  meter.addBatchObservableCallback(report, all);
  return () => {
    remove();
    meter.removeBatchObservableCallback(report, all);
  };
}

/** Measures slices. What runs in the middle of another one is not part of that. */
class Slices implements Observer {
  count = 0;
  time = 0;
  #longest = 0;
  /** When those began that run, the innermost last, later by what ran in the middle of them. */
  readonly #starts: number[] = [];

  resumed(): void {
    this.#starts.push(hub.host.now());
  }

  paused(): void {
    const start = this.#starts.pop();
    if (start === undefined) return;
    const ms = hub.host.now() - start;
    this.count++;
    this.time += ms;
    this.#longest = Math.max(this.#longest, ms);
    const outer = this.#starts.pop();
    if (outer !== undefined) this.#starts.push(outer + ms);
  }

  takeLongest(): number {
    const longest = this.#longest;
    this.#longest = 0;
    return longest;
  }
}
