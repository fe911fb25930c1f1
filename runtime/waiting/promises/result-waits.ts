import { share } from '../../contract/share.ts';
import { PromiseWait } from './promise-wait.ts';

/** Why a greenlet waits for a promise that its own function has returned. */
export const OWN_RESULT = 'the promise that its function returned';

type CreateWait = (reason: string, promise: PromiseLike<unknown>, since: number) => PromiseWait<unknown>;

const way = share<{ create: CreateWait }>(Symbol.for('greenlets:v1:result-waits'), () => ({
  create: (reason, promise) => new PromiseWait<unknown>(reason).follow(promise),
}));

/**
 * A wait for the promise of a function that was called for its result, after `since`. If the program has compiled `async` functions, it is
 * a `ResultWait`.
 *
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function resultWait<T>(reason: string, promise: PromiseLike<T>, since: number): PromiseWait<T> {
  return way.create(reason, promise, since) as PromiseWait<T>;
}

export function waitForResultsBy(create: CreateWait): void {
  way.create = create;
}
