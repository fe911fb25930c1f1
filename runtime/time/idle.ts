import { expected } from '../core/errors/expected.ts';
import { Heap, type HeapEntry } from '../hub/time/heap.ts';
import type { Host } from '../hub/host/host.ts';
import { hub } from '../hub/index.ts';
import { observers, type Observer } from '../hub/observers.ts';
import type { Ending } from '../waiting/waiter/wait-states.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';

/** Waits until there is nothing else to do. */
class IdleWait extends Waiter implements HeapEntry {
  index = 0;
  readonly priority: number;
  readonly order = ++made;

  constructor(priority: number) {
    super('idle()');
    this.priority = priority;
  }

  protected override settle(how: Ending, content: unknown): boolean {
    waits.remove(this);
    return super.settle(how, content);
  }

  protected override leave(): void {
    waits.remove(this);
    super.leave();
  }
}

let made = 0;
const waits = new Heap<IdleWait>((a, b) => a.priority > b.priority || (a.priority === b.priority && a.order < b.order));
/** How many slices there had been at the last look. */
let slicesSeen = 0;
/** Who has been asked to look again; null for nobody. */
let asked: Host | null = null;

/**
 * Lets everything else run first: blocks until no greenlet is ready, and the event loop has had its turn without making one ready. Greenlets that
 * wait here go on one at a time, those of a higher priority first.
 *
 * Kill and timeout safety: it is over at once if the greenlet is killed or a timeout is raised in it.
 *
 * @param priority a number; 0 by default
 * @throws {TypeError} if it is no number
 * @throws {SwitchError} if the calling code cannot be suspended
 *
 * Source: gevent's `idle`.
 */
export function idle(priority = 0): void {
  'use greenlet';
  if (typeof priority !== 'number' || Number.isNaN(priority)) throw expected('a number as the priority', priority);
  const wait = new IdleWait(priority);
  observers.add(world);
  waits.add(wait);
  lookLater();
  wait.wait();
}

/** In another world they are forgotten. */
const world: Observer = { moved: () => waits.clear() };

function lookLater(): void {
  const { host } = hub;
  if (asked === host) return;
  asked = host;
  slicesSeen = hub.slices;
  host.setImmediate(look);
}

/** The host has looked for I/O and timers since. */
function look(): void {
  asked = null;
  const { first } = waits;
  if (first === undefined) return;
  // The one whose turn it is runs before there is another look.
  if (hub.readyCount === 0 && hub.slices === slicesSeen) first.wake();
  lookLater();
}
