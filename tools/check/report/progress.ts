import { Presets, SingleBar } from 'cli-progress';

/** Shows how many files have been read. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar on a terminal, and nothing in a log or a pipe. */
export function showProgress(isTerminal: boolean = process.stderr.isTTY): Progress {
  if (!isTerminal) return { update: nothing, stop: nothing };
  const format = 'checking {bar} {value} of {total} files';
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic);
  bar.start(0, 0);
  return {
    update(done, total) {
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

function nothing(): void {
  // Nobody looks.
}
