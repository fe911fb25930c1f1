import { follow, isThenable } from './hub/thenable.ts';
import { Waiter } from './hub/waiter.ts';

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
  return follow(value as PromiseLike<Awaited<T>>, new Waiter<Awaited<T>>('wait()')).wait();
}
