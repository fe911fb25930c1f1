import { begun } from '../async/async.ts';
import { LoopExit } from '../hub/errors/errors.ts';
import { UNSETTLED } from '../hub/host/host.ts';
import { hub } from '../hub/index.ts';
import { createGreenlet } from './spawning/create-greenlet.ts';
import type { Greenlet } from './greenlet.ts';
import { topLevels } from '../core/names/top-levels.ts';

/**
 * Runs the top level of a module in a greenlet: at once, in the turn that the engine has given the module, and up to the first wait.
 * Modules that come after it may begin then, as with an `await` at that place. The module awaits the promise.
 *
 * The greenlets that it has started, and has not waited for, are left as by code that only starts some: if they are stuck when the program
 * ends, somebody has to be told.
 */
export function topLevel(body: () => unknown): Promise<unknown> {
  const greenlet = createGreenlet(body, []);
  topLevels.add(greenlet);
  begun(greenlet);
  if (greenlet.dead) return ended(greenlet);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      // The program ends as where an `await` of a top level never ends.
      if (error instanceof LoopExit) hub.host.onUncaught?.(error, UNSETTLED);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
      reject(error);
    };
    greenlet.inform(resolve, fail, true);
  });
}

/** The result of a top level that has not waited. Its module goes on a turn earlier than by `inform`. */
function ended(greenlet: Greenlet): Promise<unknown> {
  greenlet.observe();
  return new Promise((resolve, reject) => {
    if (greenlet.successful() && !greenlet.exited) resolve(greenlet.value);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
    else reject(greenlet.exited ? greenlet.value : greenlet.exception);
  });
}
