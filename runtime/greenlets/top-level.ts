import { begun } from '../async/async.ts';
import { createGreenlet } from './create-greenlet.ts';
import { topLevels } from './top-levels.ts';

/**
 * Runs the top level of a module in a greenlet: at once, in the turn that the engine has given the module, and up to the first wait.
 * Modules that come after it may begin then, as with an `await` at that place. The module awaits the promise.
 */
export function topLevel(body: () => unknown): Promise<unknown> {
  const greenlet = createGreenlet(body, []);
  topLevels.add(greenlet);
  begun(greenlet);
  return new Promise((resolve, reject) => greenlet.inform(resolve, reject));
}
