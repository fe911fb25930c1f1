import type { GreenletExit } from 'greenlets';

/** What a test kills. */
interface Killable {
  kill(error: typeof GreenletExit | undefined, options: { block: false }): void;
}

/** How many turns of microtasks after an answer a greenlet may be killed, before it goes on. */
export const MOMENTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Kills a greenlet some turns of microtasks after something has happened, of which a listener is told. */
export function killLate(greenlet: Killable, moment: number, listen: (listener: () => void) => unknown): void {
  listen(() => {
    let turns = Promise.resolve();
    for (let turn = 0; turn < moment; turn++) turns = turns.then(() => undefined);
    void turns.then(() => greenlet.kill(undefined, { block: false }));
  });
}
