import { Presets, SingleBar } from 'cli-progress';
import type { Findings } from './findings.ts';

/** Shows how far a crawl is. */
export interface Progress {
  update(findings: Findings): void;
  stop(): void;
}

const LINES_EVERY = 100;

/** A bar on a terminal; elsewhere (a log, a pipe) a line for every hundred links. */
export function showProgress(title: string, terminal: boolean = process.stderr.isTTY): Progress {
  return terminal ? createBar(title) : createLines(title, (line) => console.error(line));
}

function createBar(title: string): Progress {
  const format = `${title} {bar} {value} of {total} links, {duration_formatted}`;
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic);
  bar.start(0, 0);
  return {
    update({ checked, known }: Findings): void {
      bar.setTotal(known);
      bar.update(checked);
    },
    stop: () => bar.stop(),
  };
}

/** The progress in lines of text, which are handed to `print`. */
export function createLines(title: string, print: (line: string) => void): Progress {
  return {
    update({ checked, known }: Findings): void {
      if (checked % LINES_EVERY === 0) print(`${title}: ${checked} of ${known} links`);
    },
    stop: () => undefined,
  };
}
