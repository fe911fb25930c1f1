import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** @param done of the total */
  update(done: number, operations: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere nothing. */
export function showProgress(total: number, unit: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const format = `{bar} {value} of {total} ${unit}, {operations} operations`;
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0, { operations: 0 });
  return {
    update: (done, operations) => bar.update(Math.min(total, Math.floor(done)), { operations }),
    stop: () => bar.stop(),
  };
}
