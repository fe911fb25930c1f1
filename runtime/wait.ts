import { PromiseWait } from './hub/promise-wait.ts';
import { isThenable } from './hub/thenable.ts';

/**
 * Blocks until a promise is settled; returns its value or throws its reason. Any thenable will do. Anything else is
 * returned at once.
 *
 * Kill and timeout safety: a promise cannot be cancelled, so what it stands for goes on; its result is dropped.
 *
 * @throws {SwitchError} outside greenlets: use `await` there
 */
export function wait<T>(value: T): Awaited<T> {
  'use greenlet';
  if (!isThenable(value)) return value as Awaited<T>;
  return new PromiseWait<Awaited<T>>('wait()').follow(value as PromiseLike<Awaited<T>>).wait();
}
