import { Waiter } from './waiter/waiter.ts';
import type { WaitingRoom } from './waiter/waiting-room.ts';

/** A wait for something to happen: true if it did, false if the timeout was over first. */
export class Occurrence extends Waiter<boolean, boolean> {
  // Written out, for the engine does not inline the constructor that a derived class has otherwise.
  // eslint-disable-next-line @typescript-eslint/no-useless-constructor
  constructor(reason: string, room: WaitingRoom<Occurrence>) {
    super(reason, room);
  }

  override expire(): void {
    this.wake(false);
  }
}
