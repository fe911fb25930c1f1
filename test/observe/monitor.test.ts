import { Event, Queue, run, sleep, spawn } from 'greenlets';
import { monitor, type Blocked, type Monitor } from 'greenlets/observe';

let running: Monitor | null = null;

afterEach(() => {
  running?.stop();
  running = null;
});

/** Computes for so long without a pause. */
function compute(ms: number): number {
  const end = Date.now() + ms;
  let rounds = 0;
  while (Date.now() < end) rounds++;
  return rounds;
}

function start(options: Parameters<typeof monitor>[0]): Monitor {
  return (running = monitor(options));
}

describe('A monitor', () => {
  it('counts', async () => {
    const { counters } = start({ onBlocked: () => undefined });
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

  it('names a greenlet that runs for too long, and tells what it does', async () => {
    const event = new Event();
    const found: Blocked[] = [];
    const { counters } = start({
      maxBlockingTime: 150,
      onBlocked: (blocked) => {
        found.push(blocked);
        event.set();
      },
    });
    await run(function main() {
      'use greenlet';
      const busy = spawn(function busy() {
        // The thread of the monitor takes its time to begin.
        while (!event.wait(100)) slowly();
      });
      busy.name = 'busy';
      busy.get();
    });
    const [{ name, ms, stack }] = found as [Blocked];
    expect(name).toBe('busy');
    expect(ms).toBeGreaterThanOrEqual(150);
    expect(stack.slice(0, 2)).toEqual([
      expect.stringMatching(/^at compute \(.*monitor\.test\.ts:\d+:\d+\)$/),
      expect.stringMatching(/^at slowly \(.*monitor\.test\.ts:\d+:\d+\)$/),
    ]);
    expect(stack.at(-1)).toMatch(/^at busy \(.*monitor\.test\.ts:\d+:\d+\)$/);
    expect(counters.blocked).toBeGreaterThan(0);
  });

  it('is the only one', () => {
    start({});
    expect(() => monitor()).toThrow('there is a monitor already: stop it first');
  });

  it.each([
    [{ maxBlockingTime: 'long' }, 'expected a number of milliseconds, got `"long"` (string)'],
    [{ onBlocked: 3 }, 'expected a function, got `3` (number)'],
    [{ time: 3 }, 'expected options with `maxBlockingTime`, `onBlocked`, got an unknown option `time`'],
  ])('refuses %p', (options, message) => {
    expect(() => monitor(options as never)).toThrow(new TypeError(message));
  });
});

function slowly(): void {
  'use greenlet';
  compute(2500);
  sleep();
}
