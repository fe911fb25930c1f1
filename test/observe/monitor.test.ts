import { Event, kill, Queue, run, sleep, spawn, spawnRaw } from 'greenlets';
import { monitor, type Blocked, type Monitor } from 'greenlets/observe';

let running: Monitor | null = null;

afterEach(() => {
  running?.stop();
  running = null;
});

/** Tells, once it is called again, whether the thread of the monitor has stopped this one and asked it what it does. */
function noticeQuestions(): () => boolean {
  const key = Symbol.for('greenlets:v1:monitor');
  const { [key]: answer } = globalThis as Record<symbol, () => unknown>;
  let asked = false;
  const answerAndNote = (): unknown => {
    asked = true;
    return answer?.();
  };
  Object.defineProperty(globalThis, key, { value: answerAndNote, configurable: true });
  return () => asked;
}

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

  it('names a greenlet that runs for too long, and tells what it does', async () => {
    const event = new Event();
    const found: Blocked[] = [];
    const { counters } = start({
      maxBlockingTime: 50,
      onBlocked: (blocked) => {
        found.push(blocked);
        event.set();
      },
    });
    const wasAsked = noticeQuestions();
    await run(function main() {
      'use greenlet';
      const busy = spawn(function busy() {
        slowly(wasAsked);
        event.wait();
      });
      busy.name = 'busy';
      busy.get();
    });
    const [{ name, ms, stack }] = found as [Blocked];
    expect(name).toBe('busy');
    expect(ms).toBeGreaterThanOrEqual(50);
    // It may have been in the function that `slowly` calls.
    expect(stack.slice(-2)).toEqual([
      expect.stringMatching(/^at slowly \(.*monitor\.test\.ts:\d+:\d+\)$/),
      expect.stringMatching(/^at busy \(.*monitor\.test\.ts:\d+:\d+\)$/),
    ]);
    expect(counters.blocked).toBeGreaterThan(0);
  });

  it('counts what goes on when it is started', async () => {
    const counters = await run(function main() {
      'use greenlet';
      const { counters } = start({ maxBlockingTime: 50, onBlocked: () => undefined });
      slowly(noticeQuestions());
      sleep();
      return { ...counters };
    });
    expect(counters).toMatchObject({ slices: 2, blocked: 1 });
    expect(counters.longestSlice).toBeGreaterThan(50);
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

/** Computes without a pause until it has been looked at, whenever that is. */
function slowly(isOver: () => boolean): void {
  let rounds = 0;
  while (!isOver()) rounds++;
  expect(rounds).toBeGreaterThan(0);
}
