import { Event, type Greenlet, Group, iwait, joinAll, Pool, setErrorHandler, sleep, spawn, Timeout } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { asking, notAsking } from './support/asking.ts';
import { errorOf } from './support/error-of.ts';

const reported: unknown[] = [];
let previous: ReturnType<typeof setErrorHandler>;

beforeEach(() => {
  reported.length = 0;
  previous = setErrorHandler((error) => reported.push(error));
});

afterEach(() => {
  setErrorHandler(previous);
});

const failure = new RangeError('x');

function fails(ms = 1, error: unknown = failure): never {
  'use greenlet';
  sleep(ms);
  throw error;
}

/** What is reported when `ask` is done, in a greenlet, with a greenlet that is about to fail, and all is over. */
async function reportedAfter(ask: (greenlet: Greenlet<never>) => unknown): Promise<unknown[]> {
  const host = useVirtualHost();
  await settle(
    host,
    spawn(() => {
      'use greenlet';
      ask(spawn(fails));
    }),
  );
  await host.drain();
  return reported;
}

describe('The error of a greenlet is reported once', () => {
  it.each(Object.entries(notAsking))('%s', async (_, act) => {
    expect(await reportedAfter(act)).toEqual([failure]);
  });

  it('even if it is undefined', async () => {
    const host = useVirtualHost();
    spawn(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- some do
      throw undefined;
    });
    await host.drain();
    expect(reported).toEqual([undefined]);
  });

  it('even if it is a proxy that answers no questions', async () => {
    const host = useVirtualHost();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const greenlet = spawn(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- some do
      throw proxy;
    });
    await host.drain();
    expect(greenlet.dead).toBe(true);
    expect(reported.map((error) => error === proxy)).toEqual([true]);
  });

  it('though it was killed with another', async () => {
    const host = useVirtualHost();
    const greenlet = spawn(() => {
      try {
        sleep(5);
      } finally {
        // eslint-disable-next-line no-unsafe-finally -- the clean-up fails
        throw failure;
      }
    });
    await settle(
      host,
      spawn(() => {
        'use greenlet';
        sleep(0);
        greenlet.kill(new Error('killer'));
      }),
    );
    await host.drain();
    expect(reported).toEqual([failure]);
  });

  it('at once, though others are waited for that never end', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const others = spawn(() => new Event().wait(1000));
      spawn(() => joinAll([spawn(fails), others]));
      sleep(10);
      return [...reported];
    });
    expect(seen).toEqual([failure]);
  });
});

describe('The error of a greenlet is not reported', () => {
  it.each(Object.entries(asking))('%s', async (_, act) => {
    expect(await reportedAfter(act)).toEqual([]);
  });

  it('while the loop over iwait is busy with another', async () => {
    const errors = await runVirtually(() => {
      'use greenlet';
      const errors: unknown[] = [];
      for (const greenlet of iwait([spawn(fails, 1), spawn(fails, 2, 'second')])) {
        errors.push(errorAsked(greenlet));
        sleep(100);
      }
      return errors;
    });
    expect(errors).toEqual([failure, 'second']);
    expect(reported).toEqual([]);
  });

  function errorAsked(greenlet: Greenlet<never>): unknown {
    return greenlet.exception;
  }
});

describe('Of several that fail', () => {
  it('the map of a pool throws the first, in the order of the items, and the others are reported', async () => {
    const host = useVirtualHost();
    const thrown = await settle(
      host,
      spawn(() => {
        'use greenlet';
        const pool = new Pool(2);
        return errorOf(() => pool.map((ms) => fails(ms, new Error(String(ms))), [30, 10, 5, 40]));
      }),
    );
    await host.drain();
    expect(thrown).toEqual(new Error('30'));
    expect(reported).toEqual([new Error('10'), new Error('5'), new Error('40')]);
  });

  it('join with raiseError throws the first, and the others are reported', async () => {
    const host = useVirtualHost();
    const thrown = await settle(
      host,
      spawn(() => {
        'use greenlet';
        const group = new Group([spawn(fails, 20, new Error('a')), spawn(fails, 10, new Error('b'))]);
        return errorOf(() => group.join({ raiseError: true }));
      }),
    );
    await host.drain();
    expect(thrown).toEqual(new Error('a'));
    expect(reported).toEqual([new Error('b')]);
  });

  it('imap throws each where it is read, and reports what is not read', async () => {
    const host = useVirtualHost();
    const read = await settle(
      host,
      spawn(() => {
        'use greenlet';
        const results = new Group().imap((ms) => fails(ms, new Error(String(ms))), [1, 2, 3, 50]);
        const read = [errorOf(() => results.next()), errorOf(() => results.next())];
        results.return();
        return read;
      }),
    );
    expect(read).toEqual([new Error('1'), new Error('2')]);
    await host.drain();
    expect(reported).toEqual([new Error('3'), new Error('50')]);
  });

  it.each(['imap', 'imapUnordered'] as const)('%s reports what a loop leaves that an error has ended', async (name) => {
    const host = useVirtualHost();
    const read: unknown[] = [];
    const loop = (): void => {
      'use greenlet';
      for (const result of new Group()[name]((ms) => fails(ms, new Error(String(ms))), [1, 2, 30])) read.push(result);
    };
    const thrown = await settle(
      host,
      spawn(() => {
        'use greenlet';
        return errorOf(loop);
      }),
    );
    expect(thrown).toEqual(new Error('1'));
    await host.drain();
    expect(reported).toEqual([new Error('2'), new Error('30')]);
  });

  it('imap reports what nobody ever reads, and that an item could not be fetched', async () => {
    const host = useVirtualHost();
    function* items(): Generator<number> {
      yield 1;
      throw new Error('no item');
    }
    await settle(
      host,
      spawn(() => {
        'use greenlet';
        new Group().imap((ms) => fails(ms), items());
      }),
    );
    await host.drain();
    expect(reported).toEqual([new Error('no item'), failure]);
  });

  it('imap reports nothing that is read after an error', async () => {
    const host = useVirtualHost();
    const read = await settle(
      host,
      spawn(() => {
        'use greenlet';
        const results = new Group().imap((ms) => fails(ms, new Error(String(ms))), [3, 1, 2]);
        const messages = [];
        for (let i = 0; i < 3; i++) messages.push(errorOf(() => results.next()).message);
        return messages;
      }),
    );
    await host.drain();
    expect(read).toEqual(['3', '1', '2']);
    expect(reported).toEqual([]);
  });

  it('a failing call of applyAsync is reported once, whether there was room or not', async () => {
    const host = useVirtualHost();
    const pool = new Pool(1);
    pool.applyAsync(fails, [5, 'with room']);
    pool.applyAsync(fails, [5, 'later']);
    await host.drain();
    expect(reported).toEqual(['with room', 'later']);
  });
});

describe('The exit code of a program with an unasked error', () => {
  it.each<[string, (greenlet: Greenlet<never>) => unknown]>([
    ['then', (greenlet) => greenlet.then(undefined, () => undefined)],
    ['exception', (greenlet) => greenlet.exception],
  ])('is taken back when %s asks in the end', async (_, ask) => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const takenBack = jest.fn();
    const host = Object.assign(useVirtualHost(), { fail: () => takenBack });
    setErrorHandler(previous);
    const greenlet = spawn(fails);
    await host.drain();
    expect(takenBack).not.toHaveBeenCalled();
    ask(greenlet);
    expect(takenBack).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
  });
});

describe('A Timeout that get throws', () => {
  it('does not take the place of the error', async () => {
    const [timeout, error] = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(fails, 10);
      return [errorOf(() => greenlet.get(1)), errorOf(() => greenlet.get())];
    });
    expect(timeout).toBeInstanceOf(Timeout);
    expect(error).toBe(failure);
    expect(reported).toEqual([]);
  });
});
