import type { ServerResponse } from 'node:http';
import { onAbort } from '../../../cancellation/aborts.ts';
import { createGreenlet } from '../../../greenlets/spawning/create-greenlet.ts';
import { hub } from '../../../hub/index.ts';
import { HttpError } from '../http-error.ts';

/** What a call comes to whose client has gone: nobody waits for anything. */
export const GONE = Symbol('the client has gone');

/** Calls back when the client has gone, with the reason if there is one; until the returned function is called. */
export type Watch = (gone: (reason?: unknown) => void) => () => void;

/**
 * Runs a handler in a greenlet, at once and up to its first wait. When the client has gone, it is interrupted.
 *
 * @returns a promise of what it returns. If somebody kills it, the promise is rejected with an error of status 503
 */
export function callInGreenlet<R>(handle: () => R | PromiseLike<R>, watch: Watch): Promise<R | typeof GONE> {
  const greenlet = createGreenlet<[], R>(handle, []);
  let isGone = false;
  const unwatch = watch((reason = new DOMException('the client has disconnected', 'AbortError')) => {
    isGone = true;
    greenlet.interrupt(reason, 'abort');
  });
  if (!greenlet.dead) hub.startHere(greenlet);
  return new Promise((resolve, reject) => {
    greenlet.inform(
      (value) => {
        unwatch();
        resolve(value);
      },
      (error, wasKilled) => {
        unwatch();
        if (isGone && wasKilled) resolve(GONE);
        else reject(wasKilled ? new HttpError(503, undefined, { cause: error }) : (error as Error));
      },
    );
  });
}

/** Whether the connection of a response is closed before all has been sent. */
export function watchResponse(response: ServerResponse): Watch {
  return (gone) => {
    const closed = (): void => {
      if (!response.writableFinished) gone();
    };
    response.on('close', closed);
    return () => response.off('close', closed);
  };
}

export function watchSignal(signal: AbortSignal): Watch {
  return (gone) => {
    const abort = (): void => gone(signal.reason);
    if (!signal.aborted) return onAbort(signal, abort);
    abort();
    return () => undefined;
  };
}
