import { writeSync } from 'node:fs';
import { BroadcastChannel, threadId } from 'node:worker_threads';

/** Where the runtime keeps the hub of a realm; it is not there if the program has not loaded the runtime. */
const HUB = Symbol.for('greenlets:v1:hub');
/** By which the main thread tells the others that it has been asked. */
const CHANNEL = 'greenlets:v1:dump';
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
    if (HUB in globalThis) return void dumpAll();
    if (process.uptime() * 1000 < START) return void setTimeout(onSignal, INTERVAL).unref();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on(signal, onSignal);
}

/** Signals come to the main thread alone, which tells the others. */
async function dumpAll(): Promise<void> {
  await dump();
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** In another thread: prints what its greenlets do, if there are any, whenever the main thread does. */
export function dumpWithMainThread(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => {
    const { [HUB]: hub } = globalThis as { [HUB]?: { live: Iterable<unknown> } };
    if (hub !== undefined && [...hub.live].length > 0) void dump(`thread ${String(threadId)}: `);
  };
  channel.unref();
}

/**
 * All copies of the runtime in a thread share one hub, so this one sees the greenlets of any.
 *
 * @param title stands in front of the text
 */
async function dump(title = ''): Promise<void> {
  try {
    const { printRunInfo } = await import('../../../runtime/observe/index.ts');
    printRunInfo((text) => void writeSync(STDERR, `${title}${text}\n`));
  } catch (error) {
    console.error(error);
  }
}
