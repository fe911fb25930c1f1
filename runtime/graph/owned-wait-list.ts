import { WaitList, type Wakeable } from '../waiting/links/wait-list.ts';

/** Those who wait for an object, which the list leads to: so that it can be found out what a greenlet waits for. */
export class OwnedWaitList<T = void, W extends Wakeable<T> = Wakeable<T>> extends WaitList<T, W> {
  readonly owner: object;

  constructor(owner: object) {
    super();
    this.owner = owner;
  }
}
