import { Presets, SingleBar } from 'cli-progress';
import type { Tally } from './tally.ts';

export interface Progress {
  update(tally: Tally): void;
  stop(): void;
}

const LINES_EVERY = 1000;

/** A bar on a terminal; elsewhere a line for every thousand tests. */
export function showProgress(total: number): Progress {
  return process.stderr.isTTY ? createBar(total) : createLines(total);
}

function createBar(total: number): Progress {
  const format = '{bar} {value} of {total} tests, {differing} differ, {duration_formatted}';
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0, { differing: 0 });
  return {
    update: ({ tests, differences }) => bar.update(tests, { differing: differences.length }),
    stop: () => bar.stop(),
  };
}

function createLines(total: number): Progress {
  return {
    update({ tests, differences }) {
      if (tests % LINES_EVERY === 0) console.error(`${tests} of ${total} tests, ${differences.length} differ`);
    },
    stop: () => undefined,
  };
}
