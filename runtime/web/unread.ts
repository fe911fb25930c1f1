import { cancellations } from '../contract/cancellations/cancellations.ts';
import { GreenletExit } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { observers } from '../hub/observers.ts';
import type { Transfer } from './transfer.ts';

/* A body that nobody reads keeps its connection. A response is its greenlet's affair until somebody has begun to read it. */

const FEW = 16;

/** What a greenlet has fetched. */
class Fetched {
  #transfers: Transfer[] = [];
  #limit = FEW;

  add(transfer: Transfer): void {
    if (this.#transfers.length >= this.#limit) this.#forgetRead();
    this.#transfers.push(transfer);
  }

  abortUnread(): void {
    for (const transfer of this.#transfers) if (transfer.isUnread) transfer.abort();
  }

  /** Now and then, so that each one is looked at a few times at most. */
  #forgetRead(): void {
    this.#transfers = this.#transfers.filter(({ isUnread }) => isUnread);
    this.#limit = Math.max(FEW, 2 * this.#transfers.length);
  }
}

const fetched = new WeakMap<Greenlet, Fetched>();

/** If the greenlet is killed before anybody reads the body, the transfer is aborted. */
export function abortIfKilled(greenlet: Greenlet, transfer: Transfer): void {
  observers.add(ends);
  let transfers = fetched.get(greenlet);
  if (transfers === undefined) fetched.set(greenlet, (transfers = new Fetched()));
  transfers.add(transfer);
}

const ends = { ended: abortUnread };

function abortUnread(greenlet: Greenlet, failed: boolean, result: unknown): void {
  const isKilled = result instanceof GreenletExit || (failed && cancellations.find(greenlet, result) !== undefined);
  if (isKilled) fetched.get(greenlet)?.abortUnread();
}
