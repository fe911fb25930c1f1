import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { Event, getCurrent, sleep, spawn, SwitchError, withTimeout, type Greenlet } from 'greenlets';
import { Greenlet as RawGreenlet } from 'greenlets/core';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

const storage = new AsyncLocalStorage<unknown>();
const other = new AsyncLocalStorage<unknown>();

/** Runs a program in a fresh world, and returns its log. */
async function trace(program: (log: (entry: unknown) => void) => void): Promise<unknown[]> {
  const entries: unknown[] = [];
  await runVirtually(program, (entry: unknown) => entries.push(entry));
  return entries;
}

/** Blocks, and returns what the storage holds then. */
function later(ms = 1): unknown {
  'use greenlet';
  sleep(ms);
  return storage.getStore();
}

/** The types do not declare all parameters. */
interface Binder {
  bind(fn: (...args: unknown[]) => unknown, ...rest: unknown[]): (...args: unknown[]) => unknown;
}

describe('AsyncLocalStorage.run in compiled code', () => {
  it('holds the store while the function waits, and lets go of it afterwards', async () => {
    const log = await trace((log) => {
      'use greenlet';
      log(storage.run('a', later));
      log(storage.getStore());
      log(later());
    });
    expect(log).toEqual(['a', undefined, undefined]);
  });

  it('passes arguments on and undefined or null for this, as the original does', async () => {
    const call = (): unknown => {
      'use greenlet';
      function f(this: unknown, ...args: unknown[]): unknown {
        sleep(1);
        return [this, args];
      }
      return storage.run('a', f, 1, 'two', [3]);
    };
    expect(await runVirtually(call)).toEqual([null, [1, 'two', [3]]]);
  });

  it('lets go of the store when the function throws', async () => {
    const log = await trace((log) => {
      'use greenlet';
      try {
        storage.run('a', () => {
          sleep(1);
          throw new RangeError('x');
        });
      } catch (error) {
        log(String(error));
        log(storage.getStore());
      }
    });
    expect(log).toEqual(['RangeError: x', undefined]);
  });

  it('nests, each scope with its own storage or the same', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const see = (): void => log([storage.getStore(), other.getStore()]);
      storage.run(1, () => {
        sleep(1);
        see();
        other.run('x', () => {
          sleep(1);
          see();
          storage.run(2, () => {
            see();
            sleep(1);
            see();
          });
          see();
          sleep(1);
          see();
        });
        see();
      });
      see();
    });
    expect(log).toEqual([
      [1, undefined],
      [1, 'x'],
      [2, 'x'],
      [2, 'x'],
      [1, 'x'],
      [1, 'x'],
      [1, undefined],
      [undefined, undefined],
    ]);
  });

  it('lets go of what was entered inside by enterWith', async () => {
    const log = await trace((log) => {
      'use greenlet';
      storage.run(1, () => {
        log(storage.getStore());
        storage.enterWith(2);
        sleep(1);
        log(storage.getStore());
        storage.enterWith(3);
        log(later());
      });
      log(storage.getStore());
    });
    expect(log).toEqual([1, 2, 3, undefined]);
  });

  it('does not let the store get to other greenlets', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const before = spawn(() => {
        sleep(2);
        log(['before', storage.getStore()]);
        sleep(2);
        log(['before', storage.getStore()]);
      });
      const inside = spawn(() => {
        storage.run('a', () => sleep(3));
        log(['inside', storage.getStore()]);
      });
      sleep(1);
      log(['main', storage.getStore()]);
      before.join();
      inside.join();
      log(['main', storage.getStore()]);
    });
    expect(log).toEqual([
      ['main', undefined],
      ['before', undefined],
      ['inside', undefined],
      ['before', undefined],
      ['main', undefined],
    ]);
  });

  it('hands the store on to greenlets that are spawned inside', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const greenlet = storage.run('a', () => {
        sleep(1);
        return spawn(() => log(later(5)));
      });
      log(storage.getStore());
      greenlet.join();
      log(storage.getStore());
    });
    expect(log).toEqual([undefined, 'a', undefined]);
  });

  it('is left by a kill: what cleans up inside still sees the store, what cleans up outside does not', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const greenlet = spawn(() => {
        try {
          storage.run('a', () => {
            try {
              sleep(10);
            } finally {
              log(['inside', storage.getStore()]);
              log(['inside, later', later()]);
            }
          });
        } finally {
          log(['outside', storage.getStore()]);
          log(['outside, later', later()]);
        }
      });
      sleep(1);
      other.run('killer', () => greenlet.kill());
      log(['killer', storage.getStore(), other.getStore()]);
    });
    expect(log).toEqual([
      ['inside', 'a'],
      ['inside, later', 'a'],
      ['outside', undefined],
      ['outside, later', undefined],
      ['killer', undefined, undefined],
    ]);
  });

  it('is left by a timeout', async () => {
    const log = await trace((log) => {
      'use greenlet';
      storage.run('outer', () => {
        log(withTimeout(1, () => storage.run('a', () => sleep(10)), { timeoutValue: 'late' }));
        log(storage.getStore());
      });
      log(storage.getStore());
    });
    expect(log).toEqual(['late', 'outer', undefined]);
  });

  it('holds in generators: a step sees the context of who asked for it', async () => {
    const log = await trace((log) => {
      'use greenlet';
      function* steps(): Generator {
        try {
          yield storage.run('in the generator', later);
          yield later();
        } finally {
          log(['closed', later()]);
        }
      }
      for (const seen of steps()) {
        log(seen);
        if (seen === undefined) storage.run('step', () => log(storage.getStore()));
        if (seen === undefined) break;
      }
      const iterator = steps();
      storage.run('asking', () => log(iterator.next().value));
      storage.run('asking', () => log(iterator.next().value));
      storage.run('closing', () => iterator.return(undefined));
      log(storage.getStore());
    });
    expect(log).toEqual([
      'in the generator',
      undefined,
      'step',
      ['closed', undefined],
      'in the generator',
      'asking',
      ['closed', 'closing'],
      undefined,
    ]);
  });

  it('is the scope of a marked async function, which the caller is not in', async () => {
    async function load(name: string): Promise<unknown[]> {
      'use greenlet';
      const inside = storage.run(name, () => [later(), storage.getStore()]);
      await Promise.resolve();
      return [...inside, storage.getStore()];
    }
    const host = useVirtualHost();
    const promises = Promise.all([load('a'), load('b')]);
    expect(storage.getStore()).toBeUndefined();
    expect(await settle(host, promises)).toEqual([
      ['a', 'a', undefined],
      ['b', 'b', undefined],
    ]);
  });

  it('is found through call, apply, Reflect, a computed name and a subclass', async () => {
    class Sub extends AsyncLocalStorage<unknown> {
      override run<R>(store: unknown, fn: (...args: never[]) => R): R {
        'use greenlet';
        return super.run(`sub ${String(store)}`, fn);
      }
    }
    const log = await trace((log) => {
      'use greenlet';
      const name = 'run' as const;
      const sub = new Sub();
      log(storage.run.call(storage, 1, later));
      log(storage.run.apply(storage, [2, later]));
      // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its storage
      log(Reflect.apply(storage.run, storage, [3, later]));
      log(storage[name](4, later));
      log(
        sub.run(5, () => {
          sleep(1);
          return sub.getStore();
        }),
      );
      log([storage.getStore(), sub.getStore()]);
    });
    expect(log).toEqual([1, 2, 3, 4, 'sub 5', [undefined, undefined]]);
  });

  it('fails as the original does if there is no function', async () => {
    const attempt = (): unknown[] => {
      'use greenlet';
      const errors: unknown[] = [];
      for (const bad of [undefined, 5, {}]) {
        try {
          storage.run(1, bad as never);
        } catch (error) {
          errors.push(error);
        }
      }
      return errors.map(String);
    };
    const plainly: string[] = [];
    for (const bad of [undefined, 5, {}]) {
      try {
        storage.run(1, bad as never);
      } catch (error) {
        plainly.push(String(error));
      }
    }
    expect(await runVirtually(attempt)).toEqual(plainly);
  });

  it('is a border where unmarked code calls it', async () => {
    function startActiveSpan(name: string, fn: () => unknown): unknown {
      return storage.run(name, fn);
    }
    const attempt = (): unknown => {
      'use greenlet';
      return startActiveSpan('span', () => later());
    };
    const error: unknown = await runVirtually(attempt).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    const here = String.raw`\(.*async-scopes\.test\.ts:\d+:\d+\)`;
    expect(String(error)).toMatch(
      new RegExp(
        String.raw`was called by way of AsyncLocalStorage\.run \(node:.*\) by startActiveSpan ${here}, which is not compiled .*` +
          String.raw`: compile that code, too .*, enter the scope in marked code`,
      ),
    );
  });
});

describe('AsyncLocalStorage.exit in compiled code', () => {
  it('holds nothing while the function waits; others keep what they hold', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const greenlet = spawn(() => storage.run('other', () => [later(1), later(1), later(1)]));
      storage.run('a', () => {
        log(storage.exit((value: unknown) => [storage.getStore(), later(), value], 'argument'));
        log(storage.getStore());
        log(later());
      });
      log(storage.getStore());
      log(greenlet.get());
    });
    expect(log).toEqual([[undefined, undefined, 'argument'], 'a', 'a', undefined, ['other', 'other', 'other']]);
  });
});

describe('functions bound to a context, in compiled code', () => {
  it('AsyncLocalStorage.snapshot: the function waits in the context of the snapshot', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const snapshot = storage.run('then', () => AsyncLocalStorage.snapshot());
      storage.run('now', () => {
        log(snapshot((value: unknown) => [later(), value], 'argument'));
        log(later());
      });
      log(storage.getStore());
    });
    expect(log).toEqual([['then', 'argument'], 'now', undefined]);
  });

  it('AsyncLocalStorage.bind and AsyncResource.bind: likewise', async () => {
    const log = await trace((log) => {
      'use greenlet';
      function see(this: unknown, ...args: unknown[]): unknown {
        return [later(), this === undefined ? undefined : 'this', ...args];
      }
      const resource = storage.run('resource', () => new AsyncResource('Test'));
      const bound = storage.run('then', () => [
        AsyncLocalStorage.bind(see),
        AsyncResource.bind(see),
        (AsyncResource as unknown as Binder).bind(see, 'Test', {}),
        resource.bind(see),
        (resource as unknown as Binder).bind(see, {}),
      ]) as ((...args: unknown[]) => unknown)[];
      storage.run('now', () => {
        for (const fn of bound) log(fn('x'));
        log(storage.getStore());
      });
      log(storage.getStore());
    });
    expect(log).toEqual([
      ['then', undefined, 'x'],
      ['then', undefined, 'x'],
      ['then', 'this', 'x'],
      ['resource', undefined, 'x'],
      ['resource', 'this', 'x'],
      'now',
      undefined,
    ]);
  });

  it('look like the original ones', async () => {
    const shapes = (): unknown[] => {
      'use greenlet';
      const f = (a: unknown, b: unknown): unknown => [a, b, later()];
      return [AsyncLocalStorage.bind(f), AsyncResource.bind(f), AsyncLocalStorage.snapshot()].map(shapeOf);
    };
    const f = (a: unknown, b: unknown): unknown => [a, b];
    expect(await runVirtually(shapes)).toEqual(
      [AsyncLocalStorage.bind(f), AsyncResource.bind(f), AsyncLocalStorage.snapshot()].map(shapeOf),
    );
  });

  it('can be called by unmarked code, which is a border', async () => {
    const attempt = (): unknown[] => {
      'use greenlet';
      const results: unknown[] = [];
      const [read, block] = storage.run('then', () => [
        AsyncResource.bind(() => storage.getStore()),
        AsyncResource.bind(() => later()),
      ]) as [() => unknown, () => unknown];
      results.push(callPlainly(read));
      try {
        callPlainly(block);
      } catch (error) {
        results.push(error instanceof SwitchError);
      }
      results.push(block());
      return results;
    };
    expect(await runVirtually(attempt)).toEqual(['then', true, 'then']);
  });
});

describe('AsyncResource.runInAsyncScope in compiled code', () => {
  it('runs the function in the context of the resource, and returns to that of the caller', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const resource = storage.run('resource', () => new AsyncResource('Test'));
      const nothing = new AsyncResource('Test');
      function see(this: unknown, ...args: unknown[]): unknown {
        other.enterWith('inside');
        return [later(), this, args];
      }
      other.run('outside', () => {
        storage.run('caller', () => {
          log(resource.runInAsyncScope(see, 'this', 1, 2));
          log([storage.getStore(), other.getStore(), later()]);
          log(nothing.runInAsyncScope(() => later()));
          log(later());
        });
      });
      log([storage.getStore(), other.getStore()]);
    });
    expect(log).toEqual([
      ['resource', 'this', [1, 2]],
      ['caller', 'outside', 'caller'],
      undefined,
      'caller',
      [undefined, undefined],
    ]);
  });
});

describe('switching by hand to a greenlet that the hub is about to continue', () => {
  /** What the storage holds in the greenlet, and in the one that switches to it, which is in a scope of its own. */
  function seen(isStarted: boolean, spawnIt: (fn: () => void) => Greenlet, wait: () => void): Promise<unknown[]> {
    return trace((log) => {
      'use greenlet';
      const switcher = getCurrent();
      const greenlet = spawnIt(() => {
        'use greenlet';
        if (isStarted) wait();
        log(storage.getStore());
        switcher.switch();
        log(storage.getStore());
        switcher.switch();
      });
      if (isStarted) sleep(0);
      storage.run('switcher', () => {
        event.set();
        greenlet.switch();
        log(storage.getStore());
        greenlet.switch();
      });
    });
  }

  let event: Event;

  beforeEach(() => {
    event = new Event();
  });

  const inScope = (fn: () => void): Greenlet => storage.run('own', () => spawn(fn));
  const waiting = (): void => {
    'use greenlet';
    event.wait();
  };
  const sleeping = (): void => {
    'use greenlet';
    sleep(0);
  };

  it.each<[string, boolean, () => void]>([
    ['that waits', true, waiting],
    ['that has given up its turn', true, sleeping],
    ['that has not begun', false, waiting],
  ])('%s: it has its own context', async (_, isStarted, wait) => {
    expect(await seen(isStarted, inScope, wait)).toEqual(['own', 'switcher', 'own']);
    event = new Event();
    expect(await seen(isStarted, spawn, wait)).toEqual([undefined, 'switcher', undefined]);
  });
});

describe('switching by hand in scopes', () => {
  it('gives each greenlet its own context', async () => {
    const log: unknown[] = [];
    const see = (name: string): void => void log.push([name, storage.getStore()]);
    const a = new RawGreenlet<[]>(() => {
      'use greenlet';
      storage.run('a', () => {
        for (let i = 0; i < 3; i++) {
          b.switch();
          see('a');
        }
      });
      see('a');
      b.switch();
      see('a');
    });
    const b = new RawGreenlet<[]>(() => {
      'use greenlet';
      storage.run('b', () => {
        for (let i = 0; i < 3; i++) {
          a.switch();
          see('b');
        }
      });
      see('b');
      a.switch();
    });
    storage.run('main', () => {
      a.switch();
      see('main');
    });
    see('main');
    expect(log).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['a', 'a'],
      ['b', 'b'],
      ['a', 'a'],
      ['a', 'main'],
      ['b', 'b'],
      ['b', 'a'],
      ['a', 'main'],
      ['main', 'main'],
      ['main', undefined],
    ]);
  });

  it('raises an error in the context of who receives it', () => {
    const log: unknown[] = [];
    const main = getCurrent();
    const greenlet = new RawGreenlet(() => {
      'use greenlet';
      try {
        storage.run('a', () => {
          try {
            main.switch();
          } finally {
            log.push(storage.getStore());
          }
        });
      } catch {
        log.push(storage.getStore());
      }
    });
    greenlet.switch();
    storage.run('main', () => {
      greenlet.throw(new Error('x'));
      log.push(storage.getStore());
    });
    expect(log).toEqual(['a', undefined, 'main']);
  });

  it('raises an error in the context of who waits for the hub', async () => {
    const log = await trace((log) => {
      'use greenlet';
      const greenlet = spawn(() => {
        try {
          storage.run('a', () => {
            try {
              sleep(10);
            } finally {
              log(storage.getStore());
            }
          });
        } catch {
          log(storage.getStore());
        }
      });
      storage.run('thrower', () => {
        sleep(1);
        spawn(() => RawGreenlet.prototype.throw.call(greenlet, new Error('x')));
        sleep(1);
        log(storage.getStore());
      });
    });
    expect(log).toEqual(['a', undefined, 'thrower']);
  });
});

describe('many scopes', () => {
  it('100,000 interleaved ones are all right', async () => {
    const GREENLETS = 500;
    const ROUNDS = 50;
    let scopes = 0;
    let wrong = 0;
    const check = (expected: unknown): void => {
      if (storage.getStore() !== expected) wrong++;
    };
    function scope(store: unknown, depth: number, random: () => number): void {
      'use greenlet';
      storage.run(store, () => {
        scopes++;
        check(store);
        sleep(random() % 3);
        check(store);
        if (depth > 1) scope({ depth }, depth - 1, random);
        check(store);
        if (random() % 4 === 0) sleep(0);
        check(store);
        if (random() % 16 === 0) throw new Error('on purpose');
      });
    }
    function work(index: number): void {
      'use greenlet';
      const random = createRandom(index);
      for (let round = 0; round < ROUNDS; round++) {
        try {
          withTimeout(1 + (random() % 20), () => scope({ index, round }, 4, random), { timeoutValue: undefined });
        } catch {
          check(undefined);
        }
        check(undefined);
      }
    }
    await runVirtually(() => {
      'use greenlet';
      const greenlets: Greenlet[] = [];
      for (let index = 0; index < GREENLETS; index++) greenlets.push(spawn(work, index));
      for (const greenlet of greenlets) greenlet.get();
    });
    expect(wrong).toBe(0);
    expect(scopes).toBeGreaterThan(80_000);
  }, 180_000);
});

function shapeOf(fn: (...args: never[]) => unknown): unknown {
  return { name: fn.name, length: fn.length, keys: Object.keys(fn) };
}

function callPlainly(fn: () => unknown): unknown {
  return fn();
}

function createRandom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state >> 8;
  };
}
