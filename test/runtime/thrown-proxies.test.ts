import {
  inGreenlet,
  Pool,
  run,
  setQuietErrors,
  sleep,
  spawn,
  spawnLater,
  taskGroup,
  Timeout,
  wait,
  withTimeout,
  type TaskPolicy,
} from 'greenlets';
import { wrapErrors } from 'greenlets/helpers';
import { gatherReports } from '../support/gather-reports.ts';
import { runVirtually } from '../support/virtual-host.ts';

const refuse = (): never => {
  throw new TypeError('a trap');
};

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const VALUES: [string, () => object][] = [
  ['a revoked proxy', () => revoked({})],
  ['a revoked proxy of a function', () => revoked(refuse)],
  ['a proxy that does not tell its prototype', () => new Proxy({}, { getPrototypeOf: refuse })],
  [
    'a proxy of an error that answers no questions',
    () => new Proxy(new Error('x'), { get: refuse, has: refuse, getPrototypeOf: refuse }),
  ],
];

function fail(ms: number, error: unknown): never {
  'use greenlet';
  if (ms > 0) sleep(ms);
  throw error;
}

async function failAsync(ms: number, error: unknown): Promise<never> {
  'use greenlet';
  return fail(ms, error);
}

async function* failWhileGenerating(ms: number, error: unknown): AsyncGenerator<number> {
  'use greenlet';
  yield await Promise.resolve(1);
  fail(ms, error);
}

const failing = {
  async method(ms: number, error: unknown): Promise<never> {
    'use greenlet';
    return fail(ms, error);
  },
};

async function rejectLater(error: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/await-thenable -- it never ends with a value
  await null;
  throw error;
}

async function consume(generator: AsyncGenerator<number>): Promise<void> {
  while (!(await generator.next()).done);
}

type Way = (ms: number, error: unknown) => PromiseLike<unknown>;

const WAYS: [string, Way][] = [
  ['a marked async function', failAsync],
  ['a marked async method', (ms, error) => failing.method(ms, error)],
  [
    'a marked async arrow',

    async (ms, error) => {
      'use greenlet';
      return fail(ms, error);
    },
  ],
  ['an async function that awaits a greenlet', async (ms, error) => await spawn(fail, ms, error)],
  ['an async function that awaits a marked one', async (ms, error) => failAsync(ms, error)],
  [
    'a marked async function that waits for another',
    async (ms, error) => {
      'use greenlet';
      return wait(failAsync(ms, error));
    },
  ],
  [
    'a marked async function that waits for a promise of the program',

    async (_, error) => {
      'use greenlet';
      return wait(rejectLater(error));
    },
  ],
  ['a marked async generator', (ms, error) => consume(failWhileGenerating(ms, error))],
  ['then() of a greenlet', (ms, error) => spawn(fail, ms, error).then((value) => value)],
  ['run()', (ms, error) => run(fail, ms, error)],
  ['inGreenlet()', (ms, error) => inGreenlet(fail)(ms, error)],
  [
    'a function within withTimeout()',
    (ms, error) =>
      run(() => {
        'use greenlet';
        return withTimeout(100, () => fail(ms, error));
      }),
  ],
];

/** What a promise is settled with after a while; undefined if it is still pending. */
async function settledWith(begin: () => PromiseLike<unknown>): Promise<[how: string, what: unknown] | undefined> {
  let settled: [string, unknown] | undefined;
  await runVirtually(() => {
    'use greenlet';
    begin().then(
      (value) => (settled = ['resolved', value]),
      (error: unknown) => (settled = ['rejected', error]),
    );
    sleep(50);
  });
  return settled;
}

let reported: unknown[];
beforeEach(() => {
  reported = gatherReports();
});

describe.each(VALUES)('%s', (_, make) => {
  it.each(WAYS)('rejects the promise of %s as any error does', async (_, way) => {
    for (const ms of [0, 5]) {
      const error = make();
      const [how, what] = (await settledWith(() => way(ms, error))) ?? [];
      // Not by `expect`, which would print the value.
      expect([how, Object.is(what, error), reported.length]).toEqual(['rejected', true, 0]);
    }
  });
});

describe('A thrown proxy', () => {
  afterEach(() => {
    setQuietErrors([]);
  });

  it('belongs to no class of errors', async () => {
    setQuietErrors([RangeError]);
    const error = revoked({});
    await runVirtually(() => {
      'use greenlet';
      spawn(fail, 1, error);
      sleep(5);
    });
    expect(reported.map((each) => Object.is(each, error))).toEqual([true]);
  });

  it('passes through wrapErrors()', async () => {
    const error = revoked({});
    const [how, what] = (await settledWith(() => run(wrapErrors([RangeError], fail), 1, error))) ?? [];
    expect([how, Object.is(what, error)]).toEqual(['rejected', true]);
  });

  it('is the cancellation of a greenlet, in which a clause names another error, if a signal is aborted with it', async () => {
    const error = revoked({});
    const controller = new AbortController();
    const begin = (): Promise<unknown> => {
      spawnLater(5, () => controller.abort(error));
      return run({ signal: controller.signal }, () => {
        'use greenlet';
        try {
          sleep(50);
        } catch (caught) {
          if (caught instanceof Timeout) return 'timeout';
          throw caught;
        }
        return 'slept';
      });
    };
    const [how, what] = (await settledWith(begin)) ?? [];
    expect([how, Object.is(what, error)]).toEqual(['rejected', true]);
  });
});

const unreadable = (): object => Object.defineProperty(new Error('x'), 'message', { get: refuse });
const bare = (): object => Object.create(null) as object;

describe.each([...VALUES, ['an error whose message cannot be read', unreadable], ['a bare object', bare]] as const)(
  '%s',
  (_, make) => {
    it.each(['failFast', 'collect', 'race'] as const)(
      'fails a task of a group, and the group (%s)',
      async (policy: TaskPolicy) => {
        const error = make();
        const begin = (): Promise<unknown> =>
          run(() => {
            'use greenlet';
            return taskGroup((group) => void group.spawn(fail, 1, error), { policy });
          });
        const [how, what] = (await settledWith(begin)) ?? [];
        expect([how, what instanceof AggregateError && Object.is(what.errors[0], error)]).toEqual(['rejected', true]);
      },
    );

    it('is named in the error for a wrong argument', () => {
      const value: unknown = make();
      expect(() => new Pool(value as number)).toThrow(/^expected .*, got (?:an instance of )?`/);
    });
  },
);

describe('What a clean-up clause throws while its greenlet is killed is reported as it is', () => {
  const unreadable = (): object => Object.defineProperty(new Error('x'), 'cause', { get: refuse });
  it.each([...VALUES, ['an error whose cause cannot be read', unreadable] as const])('%s', async (_, make) => {
    const error = make();
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => {
        'use greenlet';
        try {
          sleep(50);
        } catch {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- some do
          throw error;
        }
      });
      sleep(1);
      greenlet.kill();
      sleep(1);
    });
    expect(reported.map((each) => Object.is(each, error))).toEqual([true]);
  });
});

describe('The promise of a marked async function', () => {
  it.each(['a revoked proxy', 'a value whose "then" cannot be read'])('is rejected if it returns %s', async (which) => {
    const value = which.startsWith('a rev') ? revoked({}) : Object.defineProperty({}, 'then', { get: refuse });

    const begin = async (): Promise<unknown> => {
      'use greenlet';
      sleep(5);
      return value;
    };
    const [how, what] = (await settledWith(begin)) ?? [];
    expect([how, what instanceof TypeError]).toEqual(['rejected', true]);
  });
});
