import type { Greenlet } from '../../core/greenlet.ts';
import { NEW } from '../../core/switching/phase.ts';
import type { Wakers } from '../facts.ts';
import type { Place, Wait, WaitGraph } from '../wait-graph.ts';

/** A place where greenlets wait for others. */
export interface Room {
  readonly place: Place;
  readonly wakers: Wakers;
  /** Those who wait here. */
  readonly waits: Wait[];
  /** How many of those who can end the wait may get on. */
  open: number;
}

/** Who may still get on, and who waits for others that never will. */
export class Stuck {
  /** Those that only wait for one another, or for somebody who has ended, and where. */
  readonly rooms = new Map<Greenlet, Room>();
  readonly #graph: WaitGraph;
  readonly #certainOnly: boolean;
  readonly #roomOf = new Map<Place, Room>();
  readonly #roomsOfWaker = new Map<Greenlet, Room[]>();
  readonly #seen = new Set<Greenlet>();
  readonly #free: Greenlet[] = [];

  /** @param certainOnly whether whoever might be woken by somebody unknown counts as one that gets on */
  constructor(graph: WaitGraph, greenlets: Iterable<Greenlet>, certainOnly: boolean) {
    this.#graph = graph;
    this.#certainOnly = certainOnly;
    const toSee = [...greenlets];
    for (let greenlet; (greenlet = toSee.pop()) !== undefined;) toSee.push(...this.#see(greenlet));
    for (let greenlet; (greenlet = this.#free.pop()) !== undefined;) this.#getsOn(greenlet);
  }

  /** Returns those whom it waits for. */
  #see(greenlet: Greenlet): readonly Greenlet[] {
    if (this.#seen.has(greenlet)) return [];
    this.#seen.add(greenlet);
    const wait = this.#graph.waitOf(greenlet);
    const wakers = wait === null || greenlet.phase === NEW ? null : this.#wakersOf(wait);
    if (wait === null || wakers === null) {
      this.#free.push(greenlet);
      return [];
    }
    const known = this.#roomOf.get(wait.place);
    const room = known ?? { place: wait.place, wakers, waits: [], open: 0 };
    const toSee = known === undefined ? this.#open(room) : [];
    if (room.open >= wakers.need) {
      this.#free.push(greenlet);
    } else {
      room.waits.push(wait);
      this.rooms.set(greenlet, room);
    }
    return toSee;
  }

  #wakersOf(wait: Wait): Wakers | null {
    if (this.#graph.isLimited(wait)) return null;
    const wakers = wait.place.facts?.wakers ?? null;
    if (wakers === null || (this.#certainOnly && !wakers.certain)) return null;
    return wakers.need <= 0 ? null : wakers;
  }

  #open(room: Room): readonly Greenlet[] {
    const { wakers, place } = room;
    this.#roomOf.set(place, room);
    // Whoever has ended gives nothing back; but where the end itself is waited for, the news is on its way.
    const alive = wakers.greenlets.filter((greenlet) => !greenlet.dead);
    if (wakers.by === 'end') room.open += wakers.greenlets.length - alive.length;
    for (const waker of alive) {
      const rooms = this.#roomsOfWaker.get(waker);
      if (rooms === undefined) this.#roomsOfWaker.set(waker, [room]);
      else rooms.push(room);
    }
    return alive;
  }

  #getsOn(greenlet: Greenlet): void {
    for (const room of this.#roomsOfWaker.get(greenlet) ?? []) {
      room.open++;
      if (room.open >= room.wakers.need) this.#release(room);
    }
  }

  #release(room: Room): void {
    for (const { greenlet } of room.waits) if (this.rooms.delete(greenlet)) this.#free.push(greenlet);
  }
}
