'use greenlet';

/*
 * Runs commands side by side, and kills what takes too long: `npx greenlets run examples/processes.ts`.
 */
import { execFileSync } from 'node:child_process';
import { joinAll, spawn, Timeout, withTimeout } from 'greenlets';

const NODE = process.execPath;

function report(title: string, code: string): void {
  try {
    const output = withTimeout(2000, () => execFileSync(NODE, ['-e', code], { encoding: 'utf8', stdio: 'pipe' }));
    console.log(`${title}: ${output.trim()}`);
  } catch (error) {
    if (error instanceof Timeout) console.log(`${title}: killed, it took too long`);
    else console.log(`${title}: ended with ${String((error as { status: unknown }).status)}`);
  }
}

joinAll([
  spawn(report, 'slow', `setTimeout(() => console.log('done'), 500)`),
  spawn(report, 'fast', `console.log(6 * 7)`),
  spawn(report, 'failing', `process.exit(3)`),
  spawn(report, 'endless', `setInterval(() => {}, 1000)`),
]);
