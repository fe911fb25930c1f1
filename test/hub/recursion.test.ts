import { Event, getRecursionLimit, run, setRecursionLimit, sleep, spawn, wait } from 'greenlets';
import { Greenlet as RawGreenlet } from 'greenlets/core';
import { hub } from '../../runtime/hub/index.ts';
import { runVirtually } from '../support/virtual-host.ts';

const LIMIT = 1000;
const limit = getRecursionLimit();

beforeEach(() => setRecursionLimit(LIMIT));
afterEach(() => setRecursionLimit(limit));

/** Recursion that never ends, and blocks at each level. */
class Endless {
  depth = 0;
  cleanedUp = 0;

  descend(block: () => void): number {
    'use greenlet';
    this.depth++;
    try {
      block();
      return this.descend(block) + 1;
    } finally {
      this.cleanedUp++;
    }
  }
}

/** What `fn` throws. */
function caught(fn: () => unknown): unknown {
  'use greenlet';
  try {
    return fn();
  } catch (error) {
    return error;
  }
}

function expectLimit(endless: Endless, error: unknown): void {
  expect(error).toBeInstanceOf(RangeError);
  expect(String(error)).toMatch(
    /^RangeError: Maximum call stack size exceeded: more than 1000 calls .* setRecursionLimit/,
  );
  expect(endless.depth).toBeGreaterThan(LIMIT);
  expect(endless.depth).toBeLessThan(2 * LIMIT);
  expect(endless.cleanedUp).toBe(endless.depth);
}

describe('recursion that suspends and does not end', () => {
  it.each([0, 1])('is a RangeError in its greenlet: sleep(%p)', async (ms) => {
    const endless = new Endless();
    const error = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => caught(() => endless.descend(() => sleep(ms))));
      const other = spawn(() => {
        for (let i = 0; i < 500; i++) sleep(1);
        return 'other';
      });
      expect(other.get()).toBe('other');
      return greenlet.get();
    });
    expectLimit(endless, error);
  });

  it('is a RangeError when greenlets switch by hand', () => {
    const endless = new Endless();
    const main = new RawGreenlet(() => undefined).parent as RawGreenlet;
    const greenlet = new RawGreenlet<[]>(() => {
      'use greenlet';
      endless.descend(() => void main.switch());
    });
    let error: unknown;
    try {
      while (!greenlet.dead) greenlet.switch();
    } catch (thrown) {
      error = thrown;
    }
    expectLimit(endless, error);
  });

  it('can be caught, and the greenlet goes on', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const results: unknown[] = [];
      for (let round = 0; round < 3; round++) {
        try {
          new Endless().descend(() => sleep(1));
        } catch (error) {
          results.push(error instanceof RangeError);
        }
        sleep(1);
      }
      return results;
    });
    expect(result).toEqual([true, true, true]);
  });

  it('leaves nobody in a queue', async () => {
    const event = new Event();
    const state = await runVirtually(() => {
      'use greenlet';
      const endless = new Endless();
      const error = spawn(() => caught(() => endless.descend(() => void event.wait(1)))).get();
      event.set();
      sleep(1);
      return error;
    });
    expect(state).toBeInstanceOf(RangeError);
  });
});

describe('recursion that suspends and ends', () => {
  it('may be 100,000 calls deep', async () => {
    setRecursionLimit(limit);
    function descend(depth: number): number {
      'use greenlet';
      if (depth === 0) return 0;
      sleep(0);
      return descend(depth - 1) + 1;
    }
    expect(await run(descend, 100_000)).toBe(100_000);
  });

  it('may be as deep as the limit says', async () => {
    function descend(depth: number): number {
      'use greenlet';
      if (depth === 0) return 0;
      sleep(0);
      return descend(depth - 1) + 1;
    }
    const depths = await runVirtually(() => {
      'use greenlet';
      const depths: number[] = [];
      for (let round = 0; round < 20; round++) depths.push(descend(LIMIT - 10));
      return depths;
    });
    expect(depths).toEqual(Array.from({ length: 20 }, () => LIMIT - 10));
  });
});

describe('recursion that fills the native stack', () => {
  const DEEP = 30_000;

  it('leaves no greenlets behind, through async functions and constructors', async () => {
    const asynchronous = async (n: number): Promise<number> => {
      'use greenlet';
      if (n === 0) sleep(0);
      return n === 0 ? 0 : 1 + (await asynchronous(n - 1));
    };
    class Nested {
      inner: unknown;
      constructor(n: number) {
        'use greenlet';
        this.inner = n === 0 ? sleep(0) : wait(build(n - 1));
      }
    }
    const build = async (n: number): Promise<Nested> => {
      'use greenlet';
      return new Nested(n);
    };
    for (const recurse of [asynchronous, build]) {
      const before = hub.live.size;
      let error: unknown;
      try {
        await recurse(DEEP);
      } catch (thrown) {
        error = thrown;
      }
      expect(String(error)).toMatch(/^RangeError: Maximum call stack size exceeded/);
      expect(hub.live.size).toBe(before);
    }
  });
});
