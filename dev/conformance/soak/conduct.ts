'use greenlet';
import { getCurrent, GreenletExit, joinAll, kill, shutdown, sleep, spawn, wait } from 'greenlets';
import { hub } from '../../../runtime/hub/index.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

/** How long the actors may take (ms, on the virtual clock) until they are killed. */
const LONGEST = 100;
/** How often those are killed that go on. */
const MOST_KILLS = 200;

/** Lets the actors of a plan act; returns when no greenlet but the current one is left. */
export function conduct(world: World, plan: Plan): void {
  for (const body of plan.actors) {
    const actor = world.cast(body);
    world.join(actor, spawn(actor.act));
  }
  joinAll(
    world.members.map(({ greenlet }) => greenlet),
    { timeout: LONGEST },
  );
  // It may interrupt, and be interrupted by, whatever goes on.
  if (plan.actors.length % 2 === 1) wait(shutdown(1));
  let time = 0;
  let killed: number;
  do {
    world.release();
    sleep(++time);
    killed = killRest(world);
    // Those that end may have links, which begin later.
  } while ((killed > 0 || world.tally.isOpen) && time < MOST_KILLS);
  if (killed > 0) world.report('there are greenlets that do not die');
}

/** Kills whoever is left; returns how many. */
function killRest(world: World): number {
  const current = getCurrent();
  const rest = new Set([...hub.live, ...world.greenlets]);
  rest.delete(current);
  let killed = 0;
  for (const greenlet of rest) {
    if (greenlet.dead) continue;
    killed++;
    kill(greenlet, new GreenletExit('the round is over'));
  }
  return killed;
}
