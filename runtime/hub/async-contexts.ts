import type { AsyncResource } from 'node:async_hooks';
import type { Context, Host } from './host.ts';

type AsyncResourceClass = typeof AsyncResource;

/** What the engine keeps of the current context in a resource; there is more, under symbols that it does not publish. */
type Probe = Readonly<Record<symbol, unknown>>;

/**
 * The contexts of Node's `AsyncLocalStorage`, captured only where one is in use: an `AsyncResource` for every wait takes
 * more time and memory than the wait itself.
 */
export function asyncContexts(
  Resource: AsyncResourceClass,
): Required<Pick<Host, 'captureContext' | 'captureEmptyContext'>> {
  const create = (): AsyncResource => new Resource('Greenlet');
  const outermost = create();
  const isInUse = createProbe(Resource, outermost);
  return {
    captureContext: (): Context | null => (isInUse() ? create() : null),
    captureEmptyContext: (): Context | null => (isInUse() ? outermost.runInAsyncScope(create) : null),
  };
}

/** Given what triggered it and who destroys it, a resource need not look for either, which takes most of its time. */
const SHORT_LIVED = { triggerAsyncId: 0, requireManualDestroy: true };

/**
 * Tells whether the current context can hold anything. From Node 24 on a resource shows it; before, storages listen to the
 * creation of resources, and as long as anybody listens, new promises have an id. What is unknown counts as in use.
 */
function createProbe(Resource: AsyncResourceClass, resource: object): () => boolean {
  const id = findSymbol(resource, 'async_id_symbol');
  const frame = findSymbol(resource, 'context_frame');
  if (id === undefined) return () => true;
  // The engine does not even allocate this promise unless somebody listens: only if the function is written here.
  const isListening = (): boolean => (new Promise(() => undefined) as unknown as Probe)[id] !== undefined;
  if (frame === undefined) return isListening;
  return () => (new Resource('Greenlet', SHORT_LIVED) as unknown as Probe)[frame] !== undefined || isListening();
}

function findSymbol(object: object, description: string): symbol | undefined {
  return Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description);
}
