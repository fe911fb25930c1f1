import { link } from '../../contract/link.ts';
import { cannotSuspend } from '../../core/borders/border.ts';

/** Whether a call that blocks may wait here: in a greenlet that the hub runs, with compiled code all the way down. */
export function canWait(): boolean {
  return link.border === 0 && link.scheduled;
}

/**
 * For blocking functions that must do something before they wait: call it before anything happens.
 *
 * @param call the name of the public function, such as `fetch()`
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function assertCanWait(call: string): void {
  if (!canWait()) throw cannotSuspend(call);
}
