import { Worker } from 'node:worker_threads';
import { kill, Queue, run, setErrorHandler, sleep, spawn, spawnRaw } from 'greenlets';
import { monitor, type Monitor } from 'greenlets/observe';

let running: Monitor | null = null;

afterEach(() => {
  running?.stop();
  running = null;
});

function start(options: Parameters<typeof monitor>[0]): Monitor {
  return (running = monitor(options));
}

describe('A monitor', () => {
  it('counts', async () => {
    const { counters } = start({ maxBlockingTime: 60_000 });
    await run(function main() {
      'use greenlet';
      const queue = new Queue();
      const failing = spawn(() => {
        queue.get();
        throw new Error('on purpose');
      });
      sleep();
      queue.put(1);
      failing.join();
      return String(failing.exception);
    });
    expect(counters).toMatchObject({ slices: 5, waits: 3, spawns: 2, ends: 2, failures: 1, blocked: 0 });
    expect(counters.longestSlice).toBeGreaterThan(0);
  });

  it('says what it needs where there are no threads of Node', () => {
    const shared = jest.spyOn(globalThis, 'SharedArrayBuffer').mockImplementation(() => {
      throw new ReferenceError('SharedArrayBuffer is not defined');
    });
    const builtins = jest.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    try {
      expect(() => start({})).toThrow(new Error('a monitor needs Node 20.16'));
    } finally {
      shared.mockRestore();
      builtins.mockRestore();
    }
  });

  it('hands an error of `onBlocked` to the error handler', () => {
    const on = jest.spyOn(Worker.prototype, 'on');
    const thrown = new Error('on purpose');
    const errors: unknown[] = [];
    const before = setErrorHandler((error) => errors.push(error));
    try {
      start({
        onBlocked() {
          throw thrown;
        },
      });
      const [, listener] = on.mock.calls.find(([event]) => event === 'message') ?? [];
      listener?.({});
    } finally {
      setErrorHandler(before);
      on.mockRestore();
    }
    expect(errors).toEqual([thrown]);
  });

  it('counts no kill as a failure', async () => {
    const { counters } = start({ maxBlockingTime: 60_000 });
    await run(function main() {
      'use greenlet';
      const victims = [spawn(sleep, 1000), spawnRaw(() => sleep(1000))];
      sleep(0);
      for (const victim of victims) kill(victim);
      const failing = spawn(() => sleep(1000));
      failing.kill(new Error('on purpose'));
      return String(failing.exception);
    });
    expect(counters).toMatchObject({ spawns: 4, ends: 4, failures: 1 });
  });

  it('is the only one', () => {
    start({});
    expect(() => monitor()).toThrow('there is a monitor already: stop it first');
  });

  it.each([
    [
      { maxBlockingTime: 'long' },
      'expected a number of milliseconds above 0 as `maxBlockingTime`, got `"long"` (string)',
    ],
    [{ maxBlockingTime: 0 }, 'expected a number of milliseconds above 0 as `maxBlockingTime`, got `0` (number)'],
    [{ onBlocked: 3 }, 'expected a function, got `3` (number)'],
    [{ time: 3 }, 'expected options with `maxBlockingTime`, `onBlocked`, got an unknown option `time`'],
  ])('refuses %p', (options, message) => {
    expect(() => monitor(options as never)).toThrow(new TypeError(message));
  });
});
