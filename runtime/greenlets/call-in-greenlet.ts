import { hub } from '../hub/index.ts';
import { receiver, type CopySource, type LinkTarget } from '../waiting/links/link-target.ts';
import { runRaw } from './spawning/spawn-raw.ts';

/** What calls `target` in a greenlet of its own, with what `AsyncLocalStorage` holds now. */
export function calledInGreenlet<Source extends CopySource<unknown>>(
  target: LinkTarget<Source>,
): (source: Source) => unknown {
  if (typeof target !== 'function') return receiver(target);
  const context = hub.captureContext();
  return (source) => runRaw(target, [source], context);
}
