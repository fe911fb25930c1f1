import type { Greenlet } from '../core/greenlet.ts';
import { explainStuck } from '../hub/errors.ts';
import { hub } from '../hub/index.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { Waiter } from '../waiting/waiter.ts';
import { listStuck, wasWatched } from './deadlock.ts';
import { listenForIdle, type IdleListener } from './idle.ts';

/** As Node has it for a top-level `await` that never ends. */
const UNSETTLED = 13;

/**
 * Reports greenlets that are stuck when the program ends, if nobody would be told of it otherwise: in programs that spawn greenlets, and never
 * wait for any from outside, as `run` does. In others those that are left may be meant to wait for ever, unless they wait for one another.
 *
 * The host is listened to from the first start of a greenlet on, until it is idle and there are none.
 */
export function reportAtExit(): void {
  const firstStart: Observer = {
    started() {
      observers.remove(firstStart);
      listenForIdle(reporter);
    },
  };
  const reporter: IdleListener = {
    idle() {
      reportStuck();
      if (hub.live.isEmpty) observers.add(firstStart);
      return !hub.live.isEmpty;
    },
  };
  observers.add(firstStart);
  observers.add({ moved: () => observers.add(firstStart) });
}

/** Whether that has been done. */
let isReported = false;

function reportStuck(): void {
  const stuck = isReported ? [] : listStuck().filter(({ greenlet }) => isForEver(greenlet));
  const circles = stuck.length === 0 ? '' : (hub.explainer?.explain() ?? '');
  if (stuck.length === 0 || (wasWatched() && circles === '')) return;
  isReported = true;
  const subject = stuck.length === 1 ? '1 greenlet waits' : `${String(stuck.length)} greenlets wait`;
  console.error(
    `The program ends, but ${subject} for what never comes:${explainStuck(stuck)}${circles && `\n${circles}`}`,
  );
  hub.host.fail?.(UNSETTLED);
}

/** One that sleeps without keeping the process alive need not end. */
function isForEver({ top }: Greenlet): boolean {
  return !(top instanceof Waiter && top.isLimited);
}
