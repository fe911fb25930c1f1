import { reflectApply } from '../builtins.ts';
import type * as AsyncHooks from 'node:async_hooks';
import type { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/* The contexts of Node's `AsyncLocalStorage` and its like. */

/** A captured context. The shape is that of Node's `AsyncResource`. */
export interface Context {
  /** Calls a function in the context. */
  runInAsyncScope<This, Args extends unknown[], Result>(
    fn: (this: This, ...args: Args) => Result,
    self: This,
    ...args: Args
  ): Result;
}

export interface Contexts {
  /** What is held at this moment; null if contexts are not in use. To capture one takes more than a wait itself. */
  readonly capture: () => Context | null;
  /** A context that holds nothing; null if contexts are not in use. */
  readonly captureEmpty: () => Context | null;
  /** Null where it is unknown how the contexts are kept. */
  readonly current: CurrentContext | null;
}

/** The context that code runs in, to be changed in place: until the running scope or job ends. */
export interface CurrentContext {
  /** Makes a context the current one: null, one that holds nothing. */
  enter(context: Context | null): void;
  /** Makes a function that lets a storage hold again what it holds now. */
  keep(storage: Storage): () => void;
}

type Hooks = typeof AsyncHooks;
export type Storage = Pick<AsyncLocalStorage<unknown>, 'getStore' | 'enterWith'>;

/** What the engine keeps under symbols that it does not publish, found by their descriptions. */
type Slots = Record<symbol, unknown>;

/** `AsyncContextFrame`, in which Node keeps the context from version 24 on. */
interface FrameClass {
  current(): object | undefined;
  set(frame: object | undefined): void;
}

/** Where a storage keeps its store in a resource, in versions of Node that keep the context there. */
const STORE = 'kResourceStore';

/** Without an import, since this module also runs in browsers; Node before 20.16 goes without contexts. */
export const asyncHooks: Hooks | undefined = (
  globalThis as { process?: Partial<NodeJS.Process> }
).process?.getBuiltinModule?.('node:async_hooks');

/** Null where there are none. */
export const contexts: Contexts | null = asyncHooks === undefined ? null : createContexts(asyncHooks);

function createContexts(hooks: Hooks): Contexts {
  const create = (): AsyncResource => new hooks.AsyncResource('Greenlet');
  const outermost = create();
  const frames = framesOf(hooks, outermost);
  const isInUse = createProbe(outermost, frames);
  return {
    capture: () => (isInUse() ? create() : null),
    captureEmpty: () => (isInUse() ? outermost.runInAsyncScope(create) : null),
    current: currentContext(hooks, outermost, frames),
  };
}

/**
 * Tells whether the current context can hold anything. Where contexts are kept in resources, storages listen to the creation of
 * resources, and as long as anybody listens, new promises have an id. What is unknown counts as in use.
 */
function createProbe(resource: object, frames: Frames | null): () => boolean {
  const id = findSymbol(resource, 'async_id_symbol');
  if (id === undefined) return () => true;
  // The engine does not even allocate this promise unless somebody listens: only if the function is written here.
  const isListening = (): boolean => (new Promise(() => undefined) as unknown as Slots)[id] !== undefined;
  return frames === null ? isListening : () => frames.class.current() !== undefined || isListening();
}

/** `outermost` is emptied: this module may have been loaded in the context of a request. */
function currentContext(hooks: Hooks, outermost: object, frames: Frames | null): CurrentContext | null {
  if (frames !== null) return inFrames(hooks, outermost, frames);
  return isInResources(hooks) ? inResources(hooks, outermost) : null;
}

/** Until Node 22, and later if it is told so. */
function isInResources({ AsyncLocalStorage }: Hooks): boolean {
  return '_propagate' in AsyncLocalStorage.prototype;
}

interface Frames {
  readonly class: FrameClass;
  /** Where a resource has its frame. */
  readonly key: symbol;
}

/** Nothing but a frame tells which class it is of. */
function framesOf(hooks: Hooks, outermost: AsyncResource): Frames | null {
  const { AsyncResource, AsyncLocalStorage } = hooks;
  const key = findSymbol(outermost, 'context_frame');
  if (key === undefined || isInResources(hooks)) return null;
  const storage = new AsyncLocalStorage();
  const capture = (): unknown => (new AsyncResource('Greenlet') as unknown as Slots)[key];
  // In a scope of its own, for a storage leaves something behind.
  const frame = outermost.runInAsyncScope(() => storage.run(true, capture)) as { constructor: Partial<FrameClass> };
  const { current, set } = (frame as Partial<typeof frame> | undefined)?.constructor ?? {};
  if (typeof current !== 'function' || typeof set !== 'function') return null;
  return { class: frame.constructor as FrameClass, key };
}

function inFrames({ AsyncLocalStorage }: Hooks, outermost: object, { class: frame, key }: Frames): CurrentContext {
  const { getStore, enterWith } = AsyncLocalStorage.prototype;
  (outermost as Slots)[key] = undefined;
  return {
    enter: (context) => frame.set((context as Slots | null)?.[key] as object | undefined),
    keep(storage) {
      const store: unknown = reflectApply(getStore, storage, []);
      return () => reflectApply(enterWith, storage, [store]);
    },
  };
}

function inResources({ executionAsyncResource }: Hooks, outermost: object): CurrentContext {
  const current = (): Slots => executionAsyncResource() as Slots;
  clear(outermost);
  return {
    enter(context) {
      const resource = current();
      clear(resource);
      // By methods, since a program may have replaced the iterator of arrays.
      storesOf(context ?? {}).forEach((key) => {
        resource[key] = (context as Slots | null)?.[key];
      });
    },
    keep(storage) {
      const key = (storage as unknown as Slots & { [STORE]: symbol })[STORE];
      const store = current()[key];
      return () => {
        current()[key] = store;
      };
    },
  };
}

function clear(resource: object): void {
  storesOf(resource).forEach((key) => {
    (resource as Slots)[key] = undefined;
  });
}

function storesOf(resource: object): symbol[] {
  return Object.getOwnPropertySymbols(resource).filter(({ description }) => description === STORE);
}

function findSymbol(object: object, description: string): symbol | undefined {
  return Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description);
}
