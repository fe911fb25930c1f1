import type { EventEmitter } from 'node:events';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { Turnstile } from '../net/reading/turnstile.ts';
import { Setup } from '../net/setup.ts';

/** How a server or a socket begins to listen. */
export interface Listening {
  /** What the greenlet does meanwhile, as "binding". */
  readonly doing: string;
  /** What blocks, as "bind()". */
  readonly call: string;
  begin(): void;
  /** Undoes it, if it has failed or the greenlet is interrupted. */
  close(): void;
}

/** Begins to listen, and blocks until that is so. */
export function establishListening(emitter: EventEmitter, { doing, call, begin, close }: Listening): void {
  'use greenlet';
  assertCanWait(call);
  const setup = new Setup(new Turnstile(doing));
  emitter.once('listening', setup.succeed);
  emitter.once('error', setup.fail);
  let isThere = false;
  try {
    begin();
    setup.wait(call, null);
    isThere = true;
  } finally {
    emitter.off('listening', setup.succeed);
    emitter.off('error', setup.fail);
    if (!isThere) close();
  }
}
