import { getCurrent } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { received } from './received.ts';

/**
 * Raises what has come for the running greenlet since its last wait ended; nothing happens if nothing has. It would be raised at the
 * next wait. But the greenlet may end before that, and nobody would close what a call has just made for it.
 *
 * @param undo closes that; it must not throw
 */
export function raisePending(undo: () => void): void {
  const greenlet = getCurrent();
  const mail = hub.mailbox.take(greenlet);
  if (mail === undefined) return;
  undo();
  mail.raised();
  throw received(greenlet, mail.error);
}
