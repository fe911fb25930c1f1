import { AsyncResult, Event, Queue, Semaphore } from 'greenlets';

/** What outlives the rounds and never happens: whoever waits for it must leave no trace in it. */
export class Forever {
  readonly event = new Event();
  readonly result = new AsyncResult<number>();
  readonly queue = new Queue<number>();
  readonly semaphore = new Semaphore(0);
  readonly promise = new Promise<number>(() => undefined);
}
