import { AsyncLocalStorage } from 'node:async_hooks';
import { AsyncResult, Event, Queue, Semaphore } from 'greenlets';

/** What outlives the rounds and never happens: whoever waits for it must leave no trace in it. */
export class Forever {
  readonly event = new Event();
  readonly result = new AsyncResult<number>();
  readonly queue = new Queue<number>();
  readonly semaphore = new Semaphore(0);
  readonly promise = new Promise<number>(() => undefined);
  readonly signal = new AbortController().signal;
  /** There is only one: in Node 20 a storage leaves a property behind in whatever resource it was used. */
  readonly storage = new AsyncLocalStorage<object>();
}
