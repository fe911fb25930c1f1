import { Empty, ShutDown, type Limit, type Queue } from 'greenlets';
import type { Report } from '../report.ts';
import { HandOver, type Asker, type Precedence } from './hand-over.ts';
import { Items } from './items.ts';

/** A queue with its books. */
export class QueueDesk {
  readonly queue: Queue<number>;
  readonly #name: string;
  readonly #items: Items;
  readonly #report: Report;
  /** Null if the queue is limited, or what it holds cannot be told any more. */
  #order: HandOver | null;
  #done = 0;
  /** How many look for an item. */
  #peeking = 0;

  constructor(name: string, queue: Queue<number>, report: Report) {
    this.queue = queue;
    this.#name = name;
    this.#report = report;
    this.#items = new Items(name, report);
    this.#order = queue.maxSize === null ? this.#createOrder() : null;
  }

  put(item: number, put: (item: number) => void): void {
    'use greenlet';
    this.#items.put(item, put);
    this.#order?.put(item);
    this.#checkSize();
  }

  /** Somebody begins to wait for an item. */
  ask(): Asker | null {
    return this.#order?.ask() ?? null;
  }

  /** And does so no longer. */
  giveUp(asker: Asker | null): void {
    if (asker !== null) this.#order?.giveUp(asker);
  }

  /** An item was got. */
  got(item: number, asker: Asker | null): void {
    this.#items.got(item);
    if (asker !== null) this.#order?.got(asker, item);
    this.#checkSize();
  }

  /** Gets an item by calling `get`. */
  get(get: () => number): number {
    'use greenlet';
    const asker = this.ask();
    try {
      const item = get();
      this.got(item, asker);
      return item;
    } finally {
      this.giveUp(asker);
    }
  }

  /** Looks at an item, without taking it. */
  peek(limit: Limit): number {
    'use greenlet';
    const asker = this.#order?.look() ?? null;
    this.#peeking++;
    try {
      const item = this.queue.peek(limit);
      if (asker !== null) this.#order?.saw(asker, item);
      return item;
    } finally {
      this.#peeking--;
    }
  }

  /** Says that an item has been dealt with, if any has not. */
  taskDone(): void {
    if (this.queue.unfinishedTasks === 0) return;
    this.queue.taskDone();
    this.#done++;
  }

  shutdown(immediate: boolean): void {
    const { size } = this.queue;
    this.queue.shutdown(immediate);
    if (!immediate) return;
    // What somebody is about to look at is thrown away later.
    this.#items.expectLoss(size, this.#peeking);
    this.#order = null;
    if (this.queue.size !== 0) this.#complain(`holds ${this.queue.size} items after all were thrown away`);
  }

  /** At the end, when nobody uses the queue any more. */
  audit(): void {
    const lost = this.#items.audit(drain(this.queue));
    const unfinished = this.#items.puts - this.#done - lost;
    if (this.queue.unfinishedTasks !== unfinished) {
      this.#complain(`counts ${this.queue.unfinishedTasks} unfinished tasks, not ${unfinished}`);
    }
    if (this.queue.size !== 0) this.#complain(`has the size ${this.queue.size} when it is empty`);
  }

  #checkSize(): void {
    const { size, maxSize } = this.queue;
    if (size < 0 || (maxSize !== null && size > maxSize)) this.#complain(`has the size ${size} of ${String(maxSize)}`);
  }

  #createOrder(): HandOver {
    const [precedence, isFair] = precedenceIn(this.#name);
    return new HandOver(precedence, isFair, (what) => this.#complain(what));
  }

  #complain(what: string): void {
    this.#report(`${this.#name}: ${what}`);
  }
}

function precedenceIn(name: string): [Precedence, isFair: boolean] {
  if (name.startsWith('Lifo')) return [(a, b) => b.order - a.order, false];
  if (name.startsWith('Priority')) return [(a, b) => a.item - b.item, false];
  return [(a, b) => a.order - b.order, true];
}

function drain(queue: Queue<number>): number[] {
  const items: number[] = [];
  try {
    for (;;) items.push(queue.getNowait());
  } catch (error) {
    if (!(error instanceof Empty || error instanceof ShutDown)) throw error;
  }
  return items;
}
