import assert from 'node:assert';
import { EventEmitter } from 'node:events';
import { Event, Queue, run, sleep, spawn, SwitchError, wait } from 'greenlets';
import { getCurrent, Greenlet as RawGreenlet } from 'greenlets/core';
import { fetch } from 'greenlets/web/fetch';
import fs from 'greenlets/node/fs';
import { runVirtually } from '../support/virtual-host.ts';
import { callTwice, replaceWith, sortWith, visitor } from './unmarked.ts';

/** Runs `block`, which must be refused, in a greenlet; returns the message. Checks that the program goes on. */
async function messageOf(block: () => unknown): Promise<string> {
  const [error, afterwards] = await runVirtually(() => {
    'use greenlet';
    const refusal = catchSwitchError(block);
    const other = spawn(() => 'another greenlet ran');
    sleep(10);
    return [refusal, other.get()] as const;
  });
  expect(afterwards).toBe('another greenlet ran');
  expect(error).toBeInstanceOf(SwitchError);
  expect(error.stack).toContain(error.message);
  return error.message;
}

function catchSwitchError(block: () => unknown): Error {
  'use greenlet';
  try {
    block();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was refused');
}

/** Everything but the start of a message is advice. */
const ADVICE = /, which is not compiled code .* mark(ed| that code) with "use greenlet"/;
const HERE = String.raw`\(.*switch-error\.test\.ts:\d+:\d+\)`;

class Thermometer {
  reads = 0;

  get celsius(): number {
    'use greenlet';
    sleep(1);
    return ++this.reads;
  }

  toJSON(): string {
    'use greenlet';
    sleep(1);
    return 'measured';
  }
}

describe('A blocking call below code that is not compiled is refused, and the program goes on:', () => {
  it('in a comparator that unmarked code sorts with', async () => {
    const message = await messageOf(() => {
      'use greenlet';
      return sortWith([3, 1, 2], function compare(a, b) {
        sleep(1);
        return a - b;
      });
    });
    expect(message).toMatch(
      new RegExp(String.raw`^sleep\(\) would block, but compare ${HERE} was called by Array\.sort \(<anonymous>\)`),
    );
    expect(message).toMatch(ADVICE);
  });

  it('in a method of strings that the program has replaced, which the explanation calls itself', async () => {
    const trim: (this: string) => string = Reflect.get(String.prototype, 'trim');
    String.prototype.trim = function () {
      'use greenlet';
      sleep(1);
      return trim.call(String(this));
    };
    try {
      expect(await messageOf(() => [2, 1].sort(() => sleep(1) ?? 0))).toMatch(/^sleep\(\) would block, but /);
    } finally {
      String.prototype.trim = trim;
    }
  });

  it('in a getter', async () => {
    const thermometer = new Thermometer();
    const message = await messageOf(() => {
      'use greenlet';
      return thermometer.celsius;
    });
    expect(message).toMatch(
      new RegExp(String.raw`^sleep\(\) would block, but it was called by .*celsius.* ${HERE}\. Getters and setters`),
    );
    expect(thermometer.reads).toBe(0);
  });

  it('in a trap of a proxy', async () => {
    const message = await messageOf(() => {
      'use greenlet';
      const proxy = new Proxy<Record<string, unknown>>(
        {},
        {
          get(_target, key) {
            sleep(1);
            return key;
          },
        },
      );
      return proxy.anything;
    });
    expect(message).toMatch(
      new RegExp(String.raw`^sleep\(\) would block, but (Object\.)?get ${HERE} was called by .* ${HERE}, which`),
    );
    expect(message).toMatch(ADVICE);
  });

  it('in the listener of an event emitter', async () => {
    const emitter = new EventEmitter();
    const message = await messageOf(() => {
      'use greenlet';
      emitter.on('data', function onData() {
        new Queue().get();
      });
      emitter.emit('data');
    });
    expect(message).toMatch(
      new RegExp(
        String.raw`^Queue\.get\(\) would block, but .*onData ${HERE} was called by EventEmitter\.emit \(node:events:`,
      ),
    );
    expect(message).toMatch(ADVICE);
  });

  it('in a toJSON that JSON.stringify calls from unmarked code', async () => {
    const toJson = (value: unknown): string => JSON.stringify(value);
    const message = await messageOf(() => {
      'use greenlet';
      return toJson({ thermometer: new Thermometer() });
    });
    expect(message).toMatch(
      new RegExp(
        String.raw`^sleep\(\) would block, but .*toJSON ${HERE} was called by JSON\.stringify \(<anonymous>\)`,
      ),
    );
    expect(message).toMatch(ADVICE);
  });

  it('in the replacer of a string that unmarked code replaces', async () => {
    const message = await messageOf(() => {
      'use greenlet';
      return replaceWith('axbxc', () => {
        sleep(1);
        return '-';
      });
    });
    expect(message).toMatch(/was called by String\.replace \(<anonymous>\)/);
  });

  it('in a callback that a function named like one of the runtime calls', async () => {
    const message = await messageOf(() => {
      'use greenlet';
      visitor.visit(function leaf() {
        sleep(1);
      });
    });
    expect(message).toMatch(/but leaf \(.*\) was called by Object\.enter \(.*unmarked\.ts:\d+:\d+\)/);
  });

  it('in a method of a class, and in a constructor', async () => {
    class Machine {
      readonly name = 'machine';
      constructor(ms: number) {
        'use greenlet';
        sleep(ms);
      }
    }
    const message = await messageOf(() => {
      'use greenlet';
      callTwice(() => new Machine(1));
    });
    expect(message).toMatch(/^sleep\(\) would block, but .* was called by callTwice \(.*unmarked\.ts:\d+:\d+\)/);
  });

  class Slow {
    readonly name = 'slow';
    constructor() {
      'use greenlet';
      sleep(1);
    }
  }
  class Derived extends Slow {}
  const proxy = new Proxy(Slow, {
    construct(target, args, newTarget): object {
      'use greenlet';
      return Reflect.construct(target, args, newTarget) as object;
    },
  });

  it.each([
    ['of a class', (): unknown => Reflect.apply(Array.of, Slow, [1]), 'Slow', 'Slow\\.of \\(<anonymous>\\)'],
    ['of a derived class', (): unknown => Reflect.apply(Array.of, Derived, [1]), 'Slow', '(?:Function|Derived)\\.of'],
    ['behind a proxy', (): unknown => new proxy(), 'Slow', '(?:Object\\.)?construct \\(.*\\) by way of a proxy'],
  ])('in the constructor %s that something native constructs, which is named', async (_, block, name, caller) => {
    const message = await messageOf(() => {
      'use greenlet';
      return block();
    });
    expect(message).toMatch(
      new RegExp(String.raw`^sleep\(\) would block, but new ${name} ${HERE} was called by ${caller}`),
    );
  });

  it('in a method of what is not what its type says', async () => {
    const list = {
      push(): number {
        'use greenlet';
        sleep(1);
        return 1;
      },
    };
    const add = (names: string[]): number => {
      'use greenlet';
      return names.push('name') + 1;
    };
    const message = await messageOf(() => {
      'use greenlet';
      return add(Reflect.get({ list }, 'list') as unknown as string[]);
    });
    expect(message).toMatch(new RegExp(String.raw`^sleep\(\) would block, but .*push ${HERE} was called by`));
  });

  it('in a conversion to a primitive', async () => {
    const slow = {
      valueOf(): number {
        'use greenlet';
        sleep(1);
        return 1;
      },
    };
    const message = await messageOf(() => {
      'use greenlet';
      return Number(slow) + 1;
    });
    expect(message).toMatch(new RegExp(String.raw`^sleep\(\) would block, but .*valueOf ${HERE} was called by`));
  });
});

describe('A refusal', () => {
  it.each<[string, () => unknown]>([
    ['sleep()', () => sleep(1)],
    ['wait()', () => wait(Promise.resolve(1))],
    ['Event.wait()', () => new Event().wait()],
    ['Queue.get()', () => new Queue().get()],
    ['fetch()', () => fetch('http://127.0.0.1:9')],
    ['readFileSync()', () => fs.readFileSync(__filename)],
    ['switch()', () => new RawGreenlet(() => 1).switch()],
  ])('names the call: %s', async (name, block) => {
    const message = await messageOf(() => {
      'use greenlet';
      callTwice(() => {
        block();
      });
    });
    expect(message.replace(/^fs\./, '').startsWith(`${name} would block, but `)).toBe(true);
  });

  it('names the innermost of several borders', async () => {
    const message = await messageOf(() => {
      'use greenlet';
      callTwice(() => {
        sortWith([2, 1], () => {
          sleep(1);
          return 0;
        });
      });
    });
    expect(message).toContain('was called by Array.sort (<anonymous>)');
  });

  it('comes before anything has happened', async () => {
    const queue = new Queue<number>();
    await messageOf(() => {
      'use greenlet';
      callTwice(() => {
        queue.get();
      });
    });
    const taken = await runVirtually(() => {
      'use greenlet';
      queue.put(7);
      return [queue.size, queue.get()];
    });
    expect(taken).toEqual([1, 7]);
  });

  it('has a stack that begins where the call was made, however low the limit', async () => {
    const { stackTraceLimit } = Error;
    const formatter = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    Error.stackTraceLimit = 4;
    try {
      const message = await messageOf(() => {
        'use greenlet';
        return sortWith([2, 1], () => {
          sleep(1);
          return 0;
        });
      });
      expect(message).toContain('was called by Array.sort (<anonymous>)');
      expect(Error.stackTraceLimit).toBe(4);
      expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')).toEqual(formatter);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  it('also works where the stack cannot be looked at', async () => {
    const capture = jest.spyOn(Error, 'captureStackTrace').mockReturnValue(undefined);
    try {
      const message = await messageOf(() => {
        'use greenlet';
        return sortWith([2, 1], () => {
          sleep(1);
          return 0;
        });
      });
      expect(message).toBe(
        'sleep() would block, but it was called by code, which is not compiled: mark it with "use greenlet" ' +
          '(if it is marked, the plugin did not run on that file: see docs/tools.md of the package)',
      );
    } finally {
      capture.mockRestore();
    }
  });
});

function unmarkedPause(): void {
  sleep(1);
}

describe('An assertion that calls a function to see what it throws', () => {
  function load(): void {
    'use greenlet';
    sleep(1);
  }
  const OUTSIDE =
    'sleep() would block, but no greenlet is running: start one with run() or spawn(), and expect a rejection, as in ';
  const INSIDE =
    /^sleep\(\) would block, but load \([^()]+\) was called by \S+ \([^()]+\), which is not compiled code .* and cannot be suspended: expect a rejection, as in `await /;

  it('is told from other code, and what to write instead, for expect', () => {
    expect(load).toThrow(new SwitchError(`${OUTSIDE}\`await expect(run(fn)).rejects.toThrow()\``));
  });

  it('is told from other code, and what to write instead, for node:assert', () => {
    const message = `${OUTSIDE}\`await assert.rejects(run(fn))\``;
    expect(() => assert.throws(load, { message })).not.toThrow();
  });

  it('is told from other code in a greenlet, too', () =>
    run(() => {
      'use greenlet';
      expect(load).toThrow(INSIDE);
      assert.throws(load, { message: INSIDE });
    }));
});

describe('Where there is nothing to suspend', () => {
  it('says how to start a greenlet, and which function is not compiled', () => {
    function pause(): void {
      sleep(1);
    }
    expect(pause).toThrow(
      /^sleep\(\) would block, but no greenlet is running: start one with run\(\) or spawn\(\), and mark pause \([^()]+\.ts:\d+:\d+\) with "use greenlet"$/,
    );
  });

  it('says so below a marked async function that can call nothing that waits', async () => {
    async function main(): Promise<void> {
      'use greenlet';
      [1].forEach(unmarkedPause);
    }
    await expect(main()).rejects.toThrow(
      /^sleep\(\) would block, but no greenlet is running: start one with run\(\) or spawn\(\), and mark unmarkedPause \([^()]+\) with "use greenlet"$/,
    );
  });

  it('says so in a greenlet that nobody schedules', () => {
    const greenlet = new RawGreenlet(() => {
      'use greenlet';
      sleep(1);
    });
    expect(() => greenlet.switch()).toThrow(
      /^sleep\(\) would block, but this greenlet was switched to by code outside/,
    );
    expect(greenlet.dead).toBe(true);
  });

  it('names the caller of a switch that is not compiled', async () => {
    const main = getCurrent();
    const message = await messageOf(() => {
      'use greenlet';
      switchTo(main);
    });
    expect(message).toMatch(/^switch\(\) would block, but it was called by switchTo \(.*switch-error\.test\.ts/);
  });
});

function switchTo(greenlet: RawGreenlet): void {
  greenlet.switch();
}

it('The hub runs on after refusals in several greenlets', async () => {
  const block = (): void => {
    'use greenlet';
    sleep(0);
    callTwice(() => {
      sleep(0);
    });
  };
  const outcomes = await Promise.allSettled([run(block), run(block)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
