/** What a shell reports for a program that the signal ended: 128 and the number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_CODES;

/**
 * On Ctrl-C (SIGINT) and SIGTERM, kills all greenlets, so that their `finally` blocks run, and then exits; the second
 * signal exits at once. A program that listens for the signal itself decides alone.
 *
 * Signals are seen between tasks, as by every listener in Node: code that computes without ever waiting is not
 * interrupted.
 */
export function stopOnSignals(): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      if (stopping) process.exit(EXIT_CODES[signal]);
      stopping = true;
      void stop(signal);
    });
  }
}

async function stop(signal: Signal): Promise<void> {
  try {
    // All copies of the runtime in a process share one hub, so this one stops the greenlets of any.
    const { shutdown } = await import('../../runtime/index.ts');
    await shutdown();
  } catch (error) {
    console.error(error);
  }
  process.exit(EXIT_CODES[signal]);
}
