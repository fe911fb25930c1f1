import { writeSync } from 'node:fs';

/** Where the runtime keeps the hub of a realm; it is not there if the program has not loaded the runtime. */
const HUB = Symbol.for('greenlets:v1:hub');
const STDERR = 2;
/** A program that has run for so long (ms) has loaded what it begins with. */
const START = 5000;
const INTERVAL = 50;

/**
 * On SIGUSR2, and on Ctrl-\ (SIGQUIT) at a terminal, prints what all greenlets do, and goes on. A program that still loads answers once it has loaded the
 * runtime. One that has none after five seconds is ended by the signal, as without us. A program that listens for the signal itself decides alone.
 */
export function dumpOnSignals(): void {
  if (process.platform === 'win32') return;
  listen('SIGUSR2');
  if (process.stderr.isTTY) listen('SIGQUIT');
}

function listen(signal: NodeJS.Signals): void {
  const onSignal = (): void => {
    if (process.listenerCount(signal) > 1) return;
    if (HUB in globalThis) return void dump();
    if (process.uptime() * 1000 < START) return void setTimeout(onSignal, INTERVAL).unref();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on(signal, onSignal);
}

/** All copies of the runtime in a process share one hub, so this one sees the greenlets of any. */
async function dump(): Promise<void> {
  try {
    const { printRunInfo } = await import('../../../runtime/observe/index.ts');
    printRunInfo((text) => void writeSync(STDERR, `${text}\n`));
  } catch (error) {
    console.error(error);
  }
}
