import type { Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { circlesOf } from './components.ts';
import { drawCircle, drawOrphan } from './draw.ts';
import { Stuck, type Room } from './stuck.ts';
import { WaitGraph } from '../wait-graph.ts';

/** Greenlets that wait for one another, so that none of them ever gets on. */
export interface Deadlock {
  /** Those that wait in a circle; or one that waits for something whose holder has ended. */
  readonly greenlets: readonly Greenlet[];
  /** Others that wait for these. */
  readonly blocked: readonly Greenlet[];
  /**
   * Whether nobody else could let them go on but by killing one of them. Not where a semaphore is among what they wait for that was
   * acquired without `with`: anybody may release that.
   */
  readonly certain: boolean;
  /** What waits for what, in words. */
  readonly message: string;
}

/** All deadlocks at this moment, as far as it is known who can wake whom. */
export function deadlocksIn(graph: WaitGraph = new WaitGraph()): Deadlock[] {
  const greenlets = [...hub.live];
  const all = new Stuck(graph, greenlets, false);
  if (all.rooms.size === 0) return [];
  const certain = new Stuck(graph, greenlets, true);
  return [...circlesIn(greenlets, all, certain), ...orphansIn(all, certain)];
}

/** @param order in which greenlets were started */
function circlesIn(order: readonly Greenlet[], stuck: Stuck, certain: Stuck): Deadlock[] {
  const next = (node: Greenlet | Room): readonly (Greenlet | Room)[] => {
    if ('waits' in node) return node.wakers.greenlets.filter((greenlet) => stuck.rooms.has(greenlet));
    const room = stuck.rooms.get(node);
    return room === undefined ? [] : [room];
  };
  // Through places, since many may wait in one for many.
  const age = new Map(order.map((greenlet, at) => [greenlet, at]));
  const ageOf = (greenlet: Greenlet): number => age.get(greenlet) ?? order.length;
  return circlesOf<Greenlet | Room>(stuck.rooms.keys(), next).map((circle) => {
    const greenlets = circle.filter((node): node is Greenlet => !('waits' in node));
    const members = new Set(greenlets.sort((a, b) => ageOf(a) - ageOf(b)));
    return {
      greenlets: [...members],
      blocked: blockedBy(members, stuck),
      certain: [...members].every((greenlet) => certain.rooms.has(greenlet)),
      message: drawCircle(members, stuck),
    };
  });
}

/** Whoever has ended while it held a lock leaves it locked for ever. */
function orphansIn(stuck: Stuck, certain: Stuck): Deadlock[] {
  const orphaned = new Set([...stuck.rooms.values()].filter(isOrphaned));
  return [...orphaned].map((room) => {
    const greenlets = room.waits.map(({ greenlet }) => greenlet);
    return {
      greenlets,
      blocked: blockedBy(new Set(greenlets), stuck),
      certain: greenlets.every((greenlet) => certain.rooms.has(greenlet)),
      message: drawOrphan(room),
    };
  });
}

function isOrphaned({ wakers }: Room): boolean {
  return wakers.by === 'release' && wakers.greenlets.length > 0 && wakers.greenlets.every(({ dead }) => dead);
}

/** Those that wait for some of these, for those who wait for these, and so on. */
function blockedBy(members: ReadonlySet<Greenlet>, stuck: Stuck): Greenlet[] {
  const waiting = new Map<Greenlet, Room[]>();
  for (const room of new Set(stuck.rooms.values()))
    for (const waker of room.wakers.greenlets) {
      const rooms = waiting.get(waker);
      if (rooms === undefined) waiting.set(waker, [room]);
      else rooms.push(room);
    }
  const blocked = new Set<Greenlet>();
  const toSee = [...members];
  for (let greenlet; (greenlet = toSee.pop()) !== undefined;)
    for (const room of waiting.get(greenlet) ?? [])
      for (const wait of room.waits) {
        if (members.has(wait.greenlet) || blocked.has(wait.greenlet)) continue;
        blocked.add(wait.greenlet);
        toSee.push(wait.greenlet);
      }
  return [...blocked];
}
