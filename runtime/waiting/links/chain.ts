/** A member of at most one chain. Both are null while it is in none. */
export interface Linked {
  next: Linked | null;
  previous: Linked | null;
}

/**
 * A list whose members hold the links themselves: adding and removing cost the same however many there are, and nothing
 * is allocated.
 */
export class Chain<Member extends Linked> implements Linked {
  /** The chain is a ring that the list itself closes. */
  next: Linked;
  previous: Linked;

  // Fields that are initialized would keep the engine from inlining the constructors of derived classes.
  constructor() {
    this.next = this;
    this.previous = this;
  }

  get isEmpty(): boolean {
    return this.next === this;
  }

  /** How many members there are: they are counted one by one. */
  get size(): number {
    let size = 0;
    for (let member = this.next; member !== this; member = member.next ?? this) size++;
    return size;
  }

  /** The one that was added first. */
  get first(): Member | undefined {
    return this.isEmpty ? undefined : (this.next as Member);
  }

  /** Adds at the end. Does nothing to one that is in a chain already. */
  add(member: Member): void {
    if (member.next !== null) return;
    const { previous } = this;
    member.previous = previous;
    member.next = this;
    previous.next = member;
    this.previous = member;
  }

  /** The members at this moment. */
  *[Symbol.iterator](): Generator<Member, void> {
    const members: Member[] = [];
    for (let member = this.next; member !== this; member = member.next ?? this) members.push(member as Member);
    yield* members;
  }

  clear(): void {
    for (let { first } = this; first !== undefined; { first } = this) unlink(first);
  }
}

/** Removes a member from its chain, if it is in one. */
export function unlink(member: Linked): void {
  const { next, previous } = member;
  if (next === null || previous === null) return;
  previous.next = next;
  next.previous = previous;
  member.next = null;
  member.previous = null;
}
