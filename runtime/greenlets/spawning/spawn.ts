import { bindToCurrent, isScoped } from './bound.ts';
import { createGreenlet } from './create-greenlet.ts';
import type { Greenlet } from '../greenlet.ts';
import { applyOptions, type SpawnOptions } from './spawn-options.ts';
import { isOptions } from './start-options.ts';

type Runnable<Args extends unknown[], R> = (...args: Args) => R | PromiseLike<R>;

/**
 * Runs `fn` in a greenlet of its own, concurrently with all others. It does not start before the caller waits; greenlets
 * start in the order in which they were spawned. May be called from anywhere.
 *
 * `spawn({ signal }, fn, ...args)` kills it when the signal is aborted, and `spawn({ dependent: true }, fn, ...args)` when the greenlet that spawns it is
 * killed. In a task of a `TaskGroup`, and in what it has started, that is the default.
 *
 * @param args what `fn` is called with
 * @throws {TypeError} if `fn` is not a function
 */
export function spawn<Args extends unknown[], R>(fn: Runnable<Args, R>, ...args: Args): Greenlet<R>;
export function spawn<Args extends unknown[], R>(
  options: SpawnOptions,
  fn: Runnable<Args, R>,
  ...args: Args
): Greenlet<R>;
export function spawn(first: SpawnOptions | Runnable<unknown[], unknown>, ...args: unknown[]): Greenlet {
  if (isOptions(first)) return spawnWith(first, ...(args as [Runnable<unknown[], unknown>, ...unknown[]]));
  const greenlet = createGreenlet(first, args);
  if (isScoped()) bindToCurrent(greenlet);
  greenlet.start();
  return greenlet;
}

function spawnWith(options: SpawnOptions, fn: Runnable<unknown[], unknown>, ...args: unknown[]): Greenlet {
  const greenlet = createGreenlet(fn, args);
  applyOptions(greenlet, options);
  greenlet.start();
  return greenlet;
}

/**
 * Like `spawn`, but `ms` later.
 *
 * @throws {TypeError} if `ms` is not a number, or `fn` not a function
 */
export function spawnLater<Args extends unknown[], R>(
  ms: number,
  fn: (...args: Args) => R | PromiseLike<R>,
  ...args: Args
): Greenlet<R> {
  const greenlet = createGreenlet(fn, args);
  if (isScoped()) bindToCurrent(greenlet);
  greenlet.startLater(ms);
  return greenlet;
}
