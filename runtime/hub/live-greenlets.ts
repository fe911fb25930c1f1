import { Greenlet } from '../core/greenlet.ts';

/** A greenlet that the hub knows from its start to its end, or the end of the list. Both are null before and after. */
export interface Live {
  nextLive: Live | null;
  previousLive: Live | null;
}

type Member = Greenlet & Live;

/**
 * The greenlets that have been started and have not ended, in the order of their starts.
 *
 * A ring like `Chain`, in code of its own: the engine optimizes what meets few kinds of objects, and those who wait are of
 * many.
 */
export class LiveGreenlets implements Live {
  nextLive: Live = this;
  previousLive: Live = this;
  /** The last one before the mark; the list itself if there is none. */
  #marked: Live = this;

  get isEmpty(): boolean {
    return this.nextLive === this;
  }

  /** How many there are: they are counted one by one. */
  get size(): number {
    let size = 0;
    for (let live = this.nextLive; live !== this; live = live.nextLive ?? this) size++;
    return size;
  }

  has(greenlet: Greenlet & Partial<Live>): boolean {
    return (greenlet.nextLive ?? null) !== null;
  }

  /** Adds at the end. Does nothing to one that is in the list already. */
  add(greenlet: Member): void {
    if (greenlet.nextLive !== null) return;
    const { previousLive } = this;
    greenlet.previousLive = previousLive;
    greenlet.nextLive = this;
    previousLive.nextLive = greenlet;
    this.previousLive = greenlet;
  }

  /** Does nothing to one that is not in the list. */
  remove(greenlet: Member): void {
    const { nextLive, previousLive } = greenlet;
    if (nextLive === null || previousLive === null) return;
    if (this.#marked === greenlet) this.#marked = previousLive;
    previousLive.nextLive = nextLive;
    nextLive.previousLive = previousLive;
    greenlet.nextLive = null;
    greenlet.previousLive = null;
  }

  /** Sets the mark, of which there is one, behind those of this moment. */
  mark(): void {
    this.#marked = this.previousLive;
  }

  /** Those behind the mark. */
  get sinceMark(): readonly Member[] {
    return this.#behind(this.#marked);
  }

  /** Those of this moment. */
  *[Symbol.iterator](): Generator<Member, void> {
    yield* this.#behind(this);
  }

  #behind(first: Live): Member[] {
    const members: Member[] = [];
    for (let live = first.nextLive ?? this; live !== this; live = live.nextLive ?? this) {
      if (live instanceof Greenlet) members.push(live);
    }
    return members;
  }

  /** Forgets them all. */
  clear(): void {
    for (const member of this) this.remove(member);
  }
}
