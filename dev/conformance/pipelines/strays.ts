/** A process, as far as it tells of errors that nobody has caught. */
export interface Emitter {
  on(event: string, listener: (error: unknown) => void): unknown;
  off(event: string, listener: (error: unknown) => void): unknown;
}

const EVENTS = ['unhandledRejection', 'uncaughtException'];

/** How often promises and timers that a program has left behind get their turn. */
const TURNS = 10;

/**
 * The errors that nobody catches while `work` is done, and shortly after: rejected promises that a program has dropped, and what
 * its timers throw. Unless somebody listens, the first of them ends the process.
 */
export async function collectStrays(emitter: Emitter, work: () => Promise<void>): Promise<unknown[]> {
  const strays: unknown[] = [];
  const note = (error: unknown): void => void strays.push(error);
  for (const event of EVENTS) emitter.on(event, note);
  try {
    await work();
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    for (const event of EVENTS) emitter.off(event, note);
  }
  return strays;
}
