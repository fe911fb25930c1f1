import type { Greenlet } from '../../core/greenlet.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';
import { placeOfTaking, waitingAt } from '../acquisitions.ts';
import { inShort, kindOf, type Wakers } from '../facts.ts';
import { callAll, callOf, MOST_NAMED } from '../greenlet-names.ts';
import type { Room, Stuck } from './stuck.ts';
import type { Place } from '../wait-graph.ts';

/** Of a longer circle the rest is counted. */
const MOST_LINES = 20;

/**
 * The circle, as one sentence if each waits for one other:
 *
 *     a waits for RLock "lock 2" (bank.js:14), held by b,
 *     which waits for RLock "lock 1" (bank.js:9), held by a
 */
export function drawCircle(members: ReadonlySet<Greenlet>, stuck: Stuck): string {
  const order = ordered(members, stuck);
  const isRing = order.every((greenlet) => successors(greenlet, members, stuck).length === 1);
  const isSingle = (one?: Greenlet): boolean =>
    one !== undefined && stuck.rooms.get(one)?.wakers.greenlets.length === 1;
  const lines = order.slice(0, MOST_LINES).map((greenlet, at) => {
    const room = stuck.rooms.get(greenlet);
    const wait = room?.waits.find((one) => one.greenlet === greenlet);
    if (wait === undefined) return '';
    const who = isRing && at > 0 && isSingle(order[at - 1]) ? 'which' : nameOf(greenlet);
    return `${who} waits for ${wait.place.title}${placeOf(greenlet)}${heldBy(wait.place)}`;
  });
  const rest = order.length - lines.length;
  if (rest > 0) lines.push(`and ${String(rest)} more`);
  const isCut = rest > 0 || [...members].some((greenlet) => namesNotAll(stuck.rooms.get(greenlet)));
  return [lines.join(isRing ? ',\n' : '\n'), ...hints(members, stuck), ...(isCut ? [WHERE_ALL_ARE] : [])].join('\n');
}

const WHERE_ALL_ARE = 'findDeadlocks() and dumpGreenlets() from greenlets/observe tell of all of them.';

function namesNotAll(room: Room | undefined): boolean {
  return room !== undefined && room.wakers.greenlets.length > MOST_NAMED;
}

/** Those who wait for something whose holders have ended. */
export function drawOrphan({ place, waits }: Room): string {
  const names = callAll(waits.map(({ greenlet }) => greenlet));
  const [first] = waits;
  const verb = waits.length === 1 ? 'waits' : 'wait';
  const text = `${names} ${verb} for ${place.title}${first === undefined ? '' : placeOf(first.greenlet)}${heldBy(place)}`;
  return waits.length > MOST_NAMED ? `${text}\n${WHERE_ALL_ARE}` : text;
}

const NOBODY: Pick<Wakers, 'by' | 'greenlets'> = { by: 'end', greenlets: [] };

/** Who has what is waited for: `, held by b`. Empty if that is clear from its title, or unknown. */
export function heldBy({ object, facts }: Place): string {
  const { by, greenlets } = facts?.wakers ?? NOBODY;
  if (greenlets.length === 0) return '';
  const relation = facts?.relation ?? (by === 'release' ? 'held by' : '');
  return relation === ''
    ? ''
    : `, ${relation} ${callAll(greenlets, (holder) => callOf(holder, since(object, holder)))}`;
}

/** Since where a greenlet has what it holds: ` since bank.js:14`. Empty if that was not recorded. */
function since(object: object | null, holder: Greenlet): string {
  const place = object === null ? undefined : placeOfTaking(object, holder);
  return place === undefined ? '' : ` since ${inShort(place)}`;
}

/** What is waited for, if more is known of it than the call that waits: `RLock "lock 1", held by b`. */
export function describePlace(place: Place): string {
  const { object, title, facts } = place;
  if (object === null) return `${title}${heldBy(place)}`;
  const isPlain = title === kindOf(object) && facts?.wakers == null;
  return isPlain ? '' : `${title}${heldBy(place)}`;
}

/** One after the other, as they wait for each other. */
function ordered(members: ReadonlySet<Greenlet>, stuck: Stuck): Greenlet[] {
  const order = new Set<Greenlet>();
  for (const start of members) {
    let next: Greenlet | undefined = start;
    while (next !== undefined && !order.has(next)) {
      order.add(next);
      next = successors(next, members, stuck).find((greenlet) => !order.has(greenlet));
    }
  }
  return [...order];
}

function successors(greenlet: Greenlet, members: ReadonlySet<Greenlet>, stuck: Stuck): Greenlet[] {
  return (stuck.rooms.get(greenlet)?.wakers.greenlets ?? []).filter((waker) => members.has(waker));
}

function hints(members: ReadonlySet<Greenlet>, stuck: Stuck): string[] {
  const found = [...members].map((greenlet) => stuck.rooms.get(greenlet)?.place.facts?.hint);
  return [...new Set(found.filter((hint) => hint !== undefined))];
}

/** Where a greenlet of the program waits: ` (bank.js:14)`. Empty if that is unknown. */
function placeOf(greenlet: Greenlet): string {
  const place = waitingAt(greenlet);
  return place === undefined ? '' : ` (${inShort(place)})`;
}
