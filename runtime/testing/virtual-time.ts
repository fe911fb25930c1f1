import { run } from '../greenlets/run.ts';
import { hub } from '../hub/index.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { OutsideWorld } from './worlds/outside-world.ts';
import { realTurn, VirtualWorld } from './worlds/virtual-world.ts';
import { OrderedQueue } from './worlds/world-queue.ts';

/**
 * Runs `test` in a greenlet, in a world of its own, whose clock jumps to the next timer whenever nothing is left to do: a test of hours
 * takes no time, and always goes the same way. `sleep`, timeouts and deadlocks behave as they do in reality.
 *
 * In the world there are only the timers of greenlets: `setTimeout` of the platform is real. For real I/O the test would have to wait in
 * reality, so that there is a `LoopExit` instead.
 *
 * Greenlets that were started outside go on when it has ended.
 *
 * ```js
 * test('gives up after a minute', async () => {
 *   await expect(virtualTime(() => client.connect())).rejects.toThrow(Timeout);
 * });
 * ```
 *
 * Within the test, `expect(fn).toThrow()` and `assert.throws(fn)` are for functions that need not wait: they call `fn` themselves, and are
 * not compiled. So wait first: `const attempt = spawn(() => client.connect()); attempt.join(); expect(() => attempt.get()).toThrow(Timeout)`.
 *
 * @returns what `test` returns
 * @throws {TypeError} if it is no function
 * @throws {Error} if another `virtualTime` or `explore` is under way; if that has been so for a second, its test counts as given up, and ends
 * @throws whatever it throws
 */
export async function virtualTime<R>(test: () => R | PromiseLike<R>): Promise<R> {
  assertCallback(test);
  const world = new VirtualWorld();
  const outside = await OutsideWorld.leave(world);
  const queue = new OrderedQueue(world, outside);
  hub.useReadyQueue(queue, outside.isEmpty);
  try {
    return await settled(world, outside, run(test));
  } finally {
    queue.end();
    outside.goBack();
  }
}

async function settled<R>(world: VirtualWorld, outside: OutsideWorld, promise: Promise<R>): Promise<R> {
  const state = { pending: true };
  const mark = (): void => {
    state.pending = false;
  };
  promise.then(mark, mark);
  for (;;) {
    world.runJobs();
    await realTurn();
    if (!state.pending) return promise;
    outside.assertNotGivenUp();
    if (!world.hasJobs && !world.fireNextTimer() && !world.tellIdle()) {
      throw new Error('the test has not ended, and nothing is left that could happen');
    }
  }
}
