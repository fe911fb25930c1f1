/** A place in which waiters queue; they leave it by themselves when the wait is over, whatever ended it. */
export interface WaitingRoom<W> {
  add(waiter: W): void;
}
