import { Settlement } from '../waiting/settlement.ts';

/** A result of an object, which it leads to. */
export class OwnedSettlement<T> extends Settlement<T> {
  readonly owner: object;

  constructor(owner: object) {
    super();
    this.owner = owner;
  }
}
