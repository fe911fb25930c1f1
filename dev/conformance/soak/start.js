import { spawn } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';
import { bundle } from '../bundle.js';

/** Bundles the soak with the sources of the runtime, compiled by the plugin as it stands, and runs it in a process of its own. */
const args = process.argv.slice(2);

/** How long the process may take to end when it has nothing more to do (ms). */
const LAST_MOMENT = 10_000;

// At Ctrl-C the other process says what it has done so far.
process.on('SIGINT', () => undefined);
process.exitCode = await perform(await bundle('soak', 'entry', { stress: args.includes('--stress') }));

/** The process tells when it is done; then it has to end by itself. */
function perform(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    let watchdog;
    child.on('message', () => {
      watchdog = setTimeout(() => {
        console.error('the process does not end by itself');
        child.kill('SIGKILL');
      }, LAST_MOMENT);
    });
    child.on('exit', (code) => {
      clearTimeout(watchdog);
      resolve(code ?? 1);
    });
  });
}
