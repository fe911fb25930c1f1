import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './machine.ts';
import { renderCase } from './report/table.ts';
import type { CaseName, Effort, Measured, Report } from './types.ts';

export interface Plan {
  cases: readonly CaseName[];
  effort: Effort;
  /** The program that runs them. */
  node: string;
  /** Called with the report as far as it goes, after every case. */
  onProgress: (report: Report) => void;
}

/** Runs the cases one after the other, each in a process of its own. A case that fails is missing from the report. */
export async function runCases({ cases, effort, node, onProgress }: Plan): Promise<Report> {
  const report: Report = { ...describeMachine(node), planned: cases.length, cases: [] };
  for (const [i, benchmark] of cases.entries()) {
    const progress = `[${i + 1}/${cases.length}]`;
    showTransiently(`${progress} ${benchmark.name}...`);
    try {
      const measured = await runChild(benchmark, effort, node);
      report.cases.push(measured);
      showTransiently('');
      console.log(`${progress.padEnd(9)} ${renderCase(measured)}`);
      onProgress(report);
    } catch (error) {
      showTransiently('');
      console.error(`${progress} ${benchmark.name}: ${String(error)}`);
      process.exitCode = 1;
    }
  }
  return report;
}

/** What the next line on the terminal takes the place of. */
function showTransiently(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** @throws {Error} if the child ends without a result */
async function runChild(benchmark: CaseName, effort: Effort, node: string): Promise<Measured> {
  const start = performance.now();
  // Compiled, this module lies beside `child.js`. The memory is enough for a million of anything.
  const child = fork(fileURLToPath(new URL('child.js', import.meta.url)), {
    execPath: node,
    execArgv: ['--max-old-space-size=16000'],
  });
  const answered = once(child, 'message') as Promise<[Measured]>;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with code ${String(code)}`);
  });
  child.send({ benchmark, effort });
  const [measured] = await Promise.race([answered, ended]);
  ended.catch(() => undefined);
  return { ...measured, seconds: Math.round((performance.now() - start) / 100) / 10 };
}
