import { mainGreenlet } from '../../core/main-greenlet.ts';
import { hub } from '../../hub/index.ts';
import type { StuckGreenlet } from '../../hub/errors/errors.ts';
import { awaitedBy } from '../awaited.ts';
import { reasonOf } from './deadlock.ts';
import { deadlocksIn, type Deadlock } from './deadlock-finder.ts';
import { describePlace } from './draw.ts';
import { reportAtExit } from './exit-report.ts';
import { outsiders } from '../outside/outsiders.ts';
import { WaitGraph } from '../wait-graph.ts';

/**
 * Lets errors tell who holds what is waited for, and draw circles. Whoever loads the package does so; a bundle for browsers leaves it out,
 * where nobody is ever told that nothing can happen any more.
 */
export function explainDeadlockedPrograms(): void {
  if (hub.explainer !== null) return;
  hub.explainer = { listStuck, explain: () => explained(deadlocksIn(), true) };
  reportAtExit();
}

/**
 * The circles, each under a line of its own; empty if there are none.
 *
 * @param nothingRuns whether there is nobody left who could end a wait
 */
export function explained(deadlocks: readonly Deadlock[], nothingRuns = false): string {
  return deadlocks
    .map(({ message, certain }) => {
      const title = certain || nothingRuns ? 'Deadlock:' : 'Probably a deadlock:';
      return `${title}\n  ${message.replaceAll('\n', '\n  ')}`;
    })
    .join('\n');
}

function listStuck(): StuckGreenlet[] {
  const graph = new WaitGraph();
  const greenlets = Array.from(hub.live, (greenlet) => {
    const wait = graph.waitOf(greenlet);
    if (wait === null) return { greenlet, reason: reasonOf(greenlet), waitsFor: '' };
    return { greenlet, reason: wait.reason, waitsFor: describePlace(wait.place) };
  });
  return [...greenlets, ...stuckOutside()];
}

/** What code outside of greenlets waits for, except for what greenlets wait for by `await`, who are named themselves. */
function stuckOutside(): StuckGreenlet[] {
  const awaited = new Set(Array.from(hub.live, ({ top }) => awaitedBy(top)));
  const objects = new Map([...outsiders].map(({ owner, title }) => [owner, title]));
  return [...objects].flatMap(([owner, reason]) => (awaited.has(owner) ? [] : [{ greenlet: mainGreenlet, reason }]));
}
