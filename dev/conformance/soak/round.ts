import { run } from 'greenlets';
import { link } from 'greenlets/internal';
import { hub } from '../../../runtime/hub/index.ts';
import { told } from '../../../runtime/hub/told.ts';
import { conduct } from './conduct.ts';
import type { Forever } from './forever.ts';
import { VirtualHost } from '../virtual-host.ts';
import type { Plan } from './plan.ts';
import { World } from './world.ts';

/** What came out of a round. */
export interface Verdict {
  /** What happened that must not happen; nothing if all is well. */
  readonly violations: readonly string[];
  /** How many operations were performed. */
  readonly operations: number;
  /** The same for the same plan: it depends on what happened, and in which order. */
  readonly digest: number;
}

/** Performs a plan in a world of its own, and looks whether everything is accounted for. */
export async function performRound(plan: Plan, forever: Forever): Promise<Verdict> {
  const host = new VirtualHost();
  const world = new World(host, forever);
  const { onError } = hub;
  hub.useHost(host);
  hub.onError = world.uncaught;
  try {
    let isOver = false;
    run(conduct, world, plan)
      .catch((error: unknown) => world.report(`the conductor: ${String(error)}`))
      .finally(() => (isOver = true));
    if (!(await host.turnsUntil(() => isOver))) world.report('the round does not end');
    await host.settle();
    // The listener for that stays until it is told.
    host.tellIdle();
  } finally {
    hub.onError = onError;
  }
  world.audit();
  for (const remain of [...host.remains, ...remainsOfHub(), ...traces()]) world.report(`left: ${remain}`);
  const { violations, operations, digest } = world;
  return { violations, operations, digest };
}

/** What the hub still knows. */
function remainsOfHub(): string[] {
  const live = [...hub.live].length;
  const counts: [number, string][] = [
    [live, 'greenlets'],
    [told.ended === null ? 0 : 1, 'observers of ends'],
  ];
  return counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

/** Whatever is left in the registers would be taken for something else later. */
function traces(): string[] {
  const expected = { to: null, border: 1, home: null, frame: null, scheduled: false, given: null };
  const registers = Object.keys(expected) as (keyof typeof expected)[];
  const wrong = registers.filter((register) => link[register] !== expected[register]);
  Object.assign(link, { to: null, border: 1, home: null, scheduled: false, given: null });
  Object.assign(link.registers, { frame: null, target: null, throwing: false, value: undefined });
  return wrong.map((register) => `something in link.${register}`);
}
