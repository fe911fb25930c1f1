import { buryLost } from '../../core/switching/lost.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { explainStuck } from '../../hub/errors/errors.ts';
import { defaultHost } from '../../hub/host/default-host.ts';
import { UNSETTLED } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';
import { observers, type Observer } from '../../hub/observers.ts';
import { listStuck } from './deadlock.ts';
import { listenForIdle, type IdleListener } from './idle.ts';
import { WaitGraph } from '../wait-graph.ts';

/**
 * Reports greenlets that are stuck when the program ends, if nobody would be told of it otherwise: those that were started since code outside
 * has waited for one, as `run` does, and not as the engine does for the top level of a module. Others may be meant to wait for ever, unless they
 * wait for one another.
 *
 * The host is listened to from the first start of a greenlet on, until it is idle and there are none.
 */
export function reportAtExit(): void {
  const firstStart: Observer = {
    started() {
      // In the world of a test nothing ends.
      if (hub.host !== defaultHost) return;
      observers.remove(firstStart);
      listenForIdle(reporter);
    },
  };
  const reporter: IdleListener = {
    idle() {
      buryLost();
      const { host, live } = hub;
      if (live.isEmpty) observers.add(firstStart);
      // Somebody else may know what is to be done now.
      else host.onEnd?.(reportStuck);
      return !live.isEmpty;
    },
  };
  observers.add(firstStart);
  observers.add({ moved: () => observers.add(firstStart) });
}

/** Whether that has been done. */
let isReported = false;

function reportStuck(): void {
  const graph = new WaitGraph();
  const stuck = isReported ? [] : listStuck().filter(({ greenlet }) => isForEver(greenlet, graph));
  const unwatched = new Set<Greenlet>(hub.live.sinceMark);
  const circles = stuck.length === 0 ? '' : (hub.explainer?.explain() ?? '');
  if (circles === '' && !stuck.some(({ greenlet }) => unwatched.has(greenlet))) return;
  isReported = true;
  const subject = stuck.length === 1 ? '1 greenlet waits' : `${String(stuck.length)} greenlets wait`;
  console.error(
    `The program ends, but ${subject} for what never comes:${explainStuck(stuck)}${circles && `\n${circles}`}`,
  );
  hub.host.fail?.(UNSETTLED);
}

/** One that sleeps without keeping the process alive need not end, nor one that works off a queue, and has done all that was in it. */
function isForEver(greenlet: Greenlet, graph: WaitGraph): boolean {
  const wait = graph.waitOf(greenlet);
  return wait === null || !(wait.waiter.isLimited || wait.place.facts?.isDone === true);
}
