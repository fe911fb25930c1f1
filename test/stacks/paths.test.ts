import {
  AsyncResult,
  type Greenlet,
  Pool,
  run,
  sleep,
  spawn,
  Timeout,
  wait,
  withTimeout,
  type GreenletExit,
} from 'greenlets';
import { Greenlet as RawGreenlet } from 'greenlets/core';
import { FunctionsOf } from './support/functions.ts';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

const functions = new FunctionsOf(__filename);

function functionsIn(error: unknown): string[] {
  return functions.in((error as Error).stack);
}

/** What a stack shows of the runtime. */
function runtimeIn(error: unknown): string[] {
  return ((error as Error).stack ?? '').split('\n').filter((line) => line.includes('/runtime/'));
}

function caughtBy(fn: () => unknown): Error {
  'use greenlet';
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

function fail(message = 'failed'): never {
  'use greenlet';
  sleep(1);
  throw new RangeError(message);
}

function middle(): number {
  'use greenlet';
  const value: number = fail();
  return value + 1;
}

function asking(): number {
  'use greenlet';
  const value = spawn(middle).get();
  return value + 1;
}

class Service {
  readonly name = 'service';

  ask(): string {
    'use greenlet';
    const value: number = fail();
    return this.name + String(value);
  }
}

class Special extends Service {}

describe('A line that has been shown before', () => {
  it('is worded by whoever formats stacks now', async () => {
    await runVirtually(() => {
      'use greenlet';
      expect(functionsIn(caughtBy(middle))).toContain('middle');
      const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
      Error.prepareStackTrace = (error, sites) =>
        [String(error), ...sites.map((site) => `    at <${site.getFunctionName() ?? ''}> (x.js:1:1)`)].join('\n');
      const { stack } = caughtBy(middle);
      if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
      else Object.defineProperty(Error, 'prepareStackTrace', before);
      expect(stack).toContain('\n    at <middle> (x.js:1:1)');
    });
  });

  it('names the class of the receiver, whichever that is now', async () => {
    await runVirtually(() => {
      'use greenlet';
      const [service, special] = [new Service(), new Special()];
      const shown = [service, special, special, service, new Special()].map((each) => {
        'use greenlet';
        const { stack = '' } = caughtBy(() => {
          'use greenlet';
          const value = each.ask();
          return value + '!';
        });
        return /\bat (\w+\.ask)\b/.exec(stack)?.[1];
      });
      expect(shown).toEqual(['Service.ask', 'Special.ask', 'Special.ask', 'Service.ask', 'Special.ask']);
    });
  });
});

describe('An error goes on', () => {
  it('in whoever asks a greenlet for its result', async () => {
    await runVirtually(() => {
      'use greenlet';
      const error = caughtBy(asking);
      expect(functionsIn(error)).toEqual(['fail', 'middle', 'asking', 'caughtBy']);
      expect(runtimeIn(error)).toEqual([]);
    });
  });

  it('in whoever asks once the greenlet has ended', async () => {
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(middle);
      greenlet.linkException(() => undefined);
      greenlet.join();
      function late(): number {
        sleep(1);
        const value = greenlet.get();
        return value + 1;
      }
      const error = caughtBy(late);
      expect(functionsIn(error)).toEqual(['fail', 'middle', 'late', 'caughtBy']);
    });
  });

  it('in the first who asks, not in others', async () => {
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(middle);
      function first(): number {
        const value = greenlet.get();
        return value + 1;
      }
      function second(): number {
        const value = greenlet.get();
        return value + 1;
      }
      const [one, two] = [spawn(first), spawn(second)];
      const error = caughtBy(() => one.get());
      expect(caughtBy(() => two.get())).toBe(error);
      expect(functionsIn(error).slice(0, 3)).toEqual(['fail', 'middle', 'first']);
      expect(functionsIn(error)).not.toContain('second');
    });
  });

  it('in whoever awaits an async function', async () => {
    async function asynchronous(): Promise<number> {
      'use greenlet';
      const value = middle();
      return value + (await Promise.resolve(1));
    }
    async function outer(): Promise<number> {
      'use greenlet';
      const value = await asynchronous();
      return value + 1;
    }
    await runVirtually(() => {
      'use greenlet';
      function waiting(): number {
        const value = wait(outer());
        return value + 1;
      }
      const error = caughtBy(waiting);
      expect(functionsIn(error)).toEqual(['fail', 'middle', 'asynchronous', 'outer', 'waiting', 'caughtBy']);
      expect(runtimeIn(error)).toEqual([]);
    });
  });

  it('in whoever called an async function that fails before it waits', async () => {
    async function eager(): Promise<number> {
      'use greenlet';
      const value = decline();
      return value + 1;
    }
    function decline(): number {
      throw new Error('declined');
    }
    await runVirtually(() => {
      'use greenlet';
      function calling(): number {
        const value = wait(eager());
        return value + 1;
      }
      expect(functionsIn(caughtBy(calling)).slice(0, 3)).toEqual(['decline', 'eager', 'calling']);
    });
  });

  it('in the code around a pool', async () => {
    await runVirtually(() => {
      'use greenlet';
      function mapping(): number[] {
        const values = new Pool(2).map(middle, [1, 2]);
        return [...values, 0];
      }
      const error = caughtBy(mapping);
      expect(functionsIn(error)).toEqual(['fail', 'middle', 'mapping', 'caughtBy']);
      expect(runtimeIn(error)).toEqual([]);
    });
  });

  it('through an AsyncResult to which a greenlet is linked', async () => {
    await runVirtually(() => {
      'use greenlet';
      const result = new AsyncResult<number>();
      spawn(middle).link(result);
      function linked(): number {
        const value = result.get();
        return value + 1;
      }
      expect(functionsIn(caughtBy(linked))).toEqual(['fail', 'middle', 'linked', 'caughtBy']);
    });
  });

  it('from a raw greenlet into its parent', async () => {
    await runVirtually(() => {
      'use greenlet';
      function parent(): unknown {
        const raw = new RawGreenlet<[]>(() => {
          const value = middle();
          return value + 1;
        });
        const value = raw.switch();
        return [value];
      }
      const functions = functionsIn(caughtBy(parent));
      expect(functions.slice(0, 2)).toEqual(['fail', 'middle']);
      expect(functions.slice(-2)).toEqual(['parent', 'caughtBy']);
    });
  });

  it('to the promise of run()', async () => {
    const host = useVirtualHost();
    const error: unknown = await settle(host, run(middle)).catch((reason: unknown) => reason);
    expect(functionsIn(error)).toEqual(['fail', 'middle']);
    expect(runtimeIn(error)).toEqual([]);
  });

  it('through an async generator, whose own frame is among them', async () => {
    async function* numbers(): AsyncGenerator<number> {
      'use greenlet';
      yield 1;
      const value = middle();
      yield value;
    }
    await runVirtually(() => {
      'use greenlet';
      function iterating(): number {
        let sum = 0;
        for (const value of numbers() as unknown as Iterable<number>) sum += value;
        return sum;
      }
      const functions = functionsIn(caughtBy(iterating));
      expect(functions).toEqual(['fail', 'middle', 'numbers', 'iterating', 'caughtBy']);
    });
  });
});

describe('An error that is raised in a wait', () => {
  it('shows where it was raised, if it is a timeout', async () => {
    await runVirtually(() => {
      'use greenlet';
      function slow(): number {
        sleep(100);
        return 1;
      }
      function limited(): number {
        const value = withTimeout(5, slow);
        return value + 1;
      }
      const error = caughtBy(limited);
      expect(error).toBeInstanceOf(Timeout);
      expect(functionsIn(error)).toEqual(['slow', 'limited', 'caughtBy']);
    });
  });

  it('shows where it is raised now, if it is a timeout that was started again', async () => {
    await runVirtually(() => {
      'use greenlet';
      const timeout = new Timeout(5);
      function one(): void {
        timeout.start();
        sleep(100);
        sleep(0);
      }
      function another(): void {
        timeout.start();
        sleep(100);
        sleep(0);
      }
      const caught = (fn: () => void): string[] => {
        try {
          fn();
        } catch (error) {
          if (!timeout.owns(error)) throw error;
          const functions = functionsIn(error);
          timeout.cancel();
          return functions;
        }
        return [];
      };
      expect(caught(one)).toEqual(['one', 'caught']);
      expect(caught(another)).toEqual(['another', 'caught']);
    });
  });

  it('shows who waited, if it is that of a promise', async () => {
    await runVirtually(() => {
      'use greenlet';
      const reason = new Error('rejected');
      function waiting(): unknown {
        const value: unknown = wait(Promise.reject(reason));
        return [value];
      }
      const functions = functionsIn(caughtBy(waiting));
      expect(functions.slice(-2)).toEqual(['waiting', 'caughtBy']);
    });
  });

  it('does not mix the ways of two greenlets that wait for one promise', async () => {
    await runVirtually(() => {
      'use greenlet';
      let reject!: (error: Error) => void;
      const promise = new Promise<number>((_, settle) => {
        reject = settle;
      });
      function one(): number {
        const value = wait(promise);
        return value + 1;
      }
      function two(): number {
        const value = wait(promise);
        return value + 1;
      }
      const greenlets = [spawn(one), spawn(two)];
      sleep(1);
      const error = new Error('rejected');
      reject(error);
      for (const greenlet of greenlets) caughtBy(() => greenlet.get());
      expect(functionsIn(error)).toContain('one');
      expect(functionsIn(error)).not.toContain('two');
    });
  });

  it('shows nothing of it, if it ends the greenlet quietly', async () => {
    await runVirtually(() => {
      'use greenlet';
      const greenlet: Greenlet = spawn(middle);
      sleep(0);
      greenlet.kill();
      expect((greenlet.value as GreenletExit).stack).toContain('GreenletExit');
    });
  });
});

describe('A marked function that code without a mark calls', () => {
  const call = (fn: () => unknown): unknown => {
    'use no greenlet';
    return fn();
  };

  it('stands once in the stack of its refusal', async () => {
    await runVirtually(function main() {
      'use greenlet';
      const failing = (): void => {
        call(function called() {
          sleep(1);
          return 0;
        });
      };
      expect(functionsIn(caughtBy(failing)).slice(0, 3)).toEqual(['called', 'call', 'failing']);
    });
  });
});
