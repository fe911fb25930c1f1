import { cancellations } from '../../contract/cancellations/cancellations.ts';
import type { Registers } from '../../contract/link.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';

/** An error that nobody raised here comes from elsewhere. */
export function received(greenlet: Greenlet, error: unknown): unknown {
  cancellations.arrive(greenlet, error);
  return error;
}

/** Somebody throws straight into a wait that has ended: what it was given is not lost, and neither is the error. */
export function putOff(greenlet: Greenlet, registers: Registers): void {
  const { value: error } = registers;
  const cancellation = cancellations.find(greenlet, error);
  const raised = (): void => {
    if (cancellation !== undefined) cancellations.begin(greenlet, cancellation);
  };
  hub.mailbox.put(greenlet, { error, cancelled: false, raised });
  registers.throwing = false;
  registers.value = undefined;
}
