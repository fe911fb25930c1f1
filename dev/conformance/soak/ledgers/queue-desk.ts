import { Empty, ShutDown, type Limit, type Queue } from 'greenlets';
import type { Report } from '../report.ts';
import { Items } from './items.ts';

/** A queue with its books. */
export class QueueDesk {
  readonly queue: Queue<number>;
  readonly #name: string;
  readonly #items: Items;
  readonly #report: Report;
  /** What an unlimited queue holds, in the order in which it was put; null if that cannot be told any more. */
  #model: number[] | null;
  #done = 0;
  /** How many look for an item. */
  #peeking = 0;

  constructor(name: string, queue: Queue<number>, report: Report) {
    this.queue = queue;
    this.#name = name;
    this.#report = report;
    this.#items = new Items(name, report);
    this.#model = queue.maxSize === null ? [] : null;
  }

  put(item: number, put: (item: number) => void): void {
    'use greenlet';
    this.#items.put(item, put);
    this.#model?.push(item);
    this.#checkSize();
  }

  /** An item was got. */
  got(item: number): void {
    this.#items.got(item);
    this.#checkModel(item);
    this.#checkSize();
  }

  /** Looks at an item, without taking it. */
  peek(limit: Limit): number {
    'use greenlet';
    this.#peeking++;
    try {
      return this.queue.peek(limit);
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
    this.#model = null;
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

  #checkModel(item: number): void {
    const model = this.#model;
    if (model === null) return;
    const expected = this.#next(model);
    if (item !== expected) this.#complain(`got ${item} where ${String(expected)} comes next`);
    const index = model.indexOf(item);
    if (index !== -1) model.splice(index, 1);
  }

  #next(model: readonly number[]): number | undefined {
    if (this.#name.startsWith('Lifo')) return model.at(-1);
    return this.#name.startsWith('Priority') ? Math.min(...model) : model[0];
  }

  #complain(what: string): void {
    this.#report(`${this.#name}: ${what}`);
  }
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
