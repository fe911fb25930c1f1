import { AsyncLocalStorage } from 'node:async_hooks';
/* eslint-disable @typescript-eslint/await-thenable -- `await` must do with any value what it always does */
import { getCurrent, GreenletExit, kill, run, sleep, spawn, SwitchError } from 'greenlets';
import type { Greenlet as RawGreenlet } from 'greenlets/core';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';

type Log = (entry: string) => void;
type Program = (log: Log) => unknown;

/** Logs the jobs of a promise chain beside a program, so that the log shows in which job the program did what. */
async function trace(program: Program): Promise<string[]> {
  const log: string[] = [];
  const result = program((entry) => log.push(entry)) as Promise<unknown>;
  log.push('returned');
  const state = { ended: false };
  const end = (entry: string): void => {
    log.push(entry);
    state.ended = true;
  };
  result.then(
    (value) => end(`resolved ${String(value)}`),
    (error: unknown) => end(`rejected ${String(error)}`),
  );
  for (let job = 0; !state.ended; job++) {
    await null;
    log.push(`job ${String(job)}`);
  }
  return log;
}

/** Settles at once, which must not make it faster. */
const thenable: PromiseLike<string> = {
  then(onFulfilled) {
    return Promise.resolve(onFulfilled?.('then') as never);
  },
};

/** Each program twice, the second time marked. The bodies are the same. */
const programs: Record<string, [Program, Program]> = {
  'without await': [
    async (log) => {
      log('body');
      return 1;
    },
    async (log) => {
      'use greenlet';
      log('body');
      return 1;
    },
  ],
  'awaiting values and promises': [
    async (log) => {
      log(String(await 1));
      log(String(await Promise.resolve(2)));
      log(await thenable);
      return 'end';
    },
    async (log) => {
      'use greenlet';
      log(String(await 1));
      log(String(await Promise.resolve(2)));
      log(await thenable);
      return 'end';
    },
  ],
  'throwing at once': [
    async () => {
      throw new RangeError('x');
    },
    async () => {
      'use greenlet';
      throw new RangeError('x');
    },
  ],
  'throwing after an await': [
    async () => {
      await null;
      throw new RangeError('x');
    },
    async () => {
      'use greenlet';
      await null;
      throw new RangeError('x');
    },
  ],
  'catching a rejection': [
    async (log) => {
      try {
        await Promise.reject(new RangeError('x'));
      } catch (error) {
        log(`caught ${String(error)}`);
      } finally {
        log(`finally ${await 'awaited'}`);
      }
    },
    async (log) => {
      'use greenlet';
      try {
        await Promise.reject(new RangeError('x'));
      } catch (error) {
        log(`caught ${String(error)}`);
      } finally {
        log(`finally ${await 'awaited'}`);
      }
    },
  ],
  'returning a promise, and a thenable': [
    async () => Promise.resolve(Promise.resolve('x')),
    async () => {
      'use greenlet';
      return Promise.resolve(Promise.resolve('x'));
    },
  ],
  'awaiting each other': [
    async (log) => {
      const inner = async (name: string): Promise<string> => {
        log(`${name} starts`);
        await null;
        log(`${name} goes on`);
        return name;
      };
      const both = [inner('a'), inner('b')];
      log('both started');
      return `${await (both[0] as Promise<string>)}${await inner('c')}${String(await both[1])}`;
    },
    async (log) => {
      'use greenlet';
      const inner = async (name: string): Promise<string> => {
        log(`${name} starts`);
        await null;
        log(`${name} goes on`);
        return name;
      };
      const both = [inner('a'), inner('b')];
      log('both started');
      return `${await (both[0] as Promise<string>)}${await inner('c')}${String(await both[1])}`;
    },
  ],
};

describe('a marked async function', () => {
  it.each(Object.entries(programs))(
    'does the same in the same jobs as a native one: %s',
    async (_, [native, marked]) => {
      expect(await trace(marked)).toEqual(await trace(native));
    },
  );

  it('waits without await, too', async () => {
    const host = useVirtualHost();
    const handler = async (ms: number): Promise<number> => {
      'use greenlet';
      sleep(ms);
      return host.now() + (await 1);
    };
    expect(await settle(host, Promise.all([handler(10), handler(20)]))).toEqual([11, 21]);
  });

  it('can be called in a greenlet, which goes on when it waits', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const background = async (): Promise<string> => {
      'use greenlet';
      log.push('starts at once');
      sleep(10);
      return 'done';
    };
    const main = run(async () => {
      'use greenlet';
      const promise = background();
      log.push('caller goes on');
      sleep(1);
      log.push('caller again');
      return await promise;
    });
    expect(await settle(host, main)).toBe('done');
    expect(log).toEqual(['starts at once', 'caller goes on', 'caller again']);
  });

  it('can be called below unmarked code', async () => {
    const host = useVirtualHost();
    const nap = async (ms: number): Promise<number> => {
      'use greenlet';
      sleep(ms);
      return ms;
    };
    const all = run(() => {
      'use greenlet';
      return Promise.all(Array.from(new Set([10, 20]), unmarked));
    });
    function unmarked(ms: number): Promise<number> {
      return nap(ms);
    }
    expect(await settle(host, all)).toEqual([10, 20]);
  });

  it('runs in a greenlet of its own, which is forgotten when it ends', async () => {
    useVirtualHost();
    const greenlets: unknown[] = [];
    const program = async (): Promise<void> => {
      'use greenlet';
      greenlets.push(getCurrent());
      await null;
      greenlets.push(getCurrent());
    };
    const promise = program();
    expect([...hub.live]).toEqual(greenlets);
    await promise;
    expect(greenlets[0]).toBe(greenlets[1]);
    expect(greenlets[0]).not.toBe(getCurrent());
    expect([...hub.live]).toEqual([]);
  });

  it('keeps what AsyncLocalStorage holds when it continues', async () => {
    const storage = new AsyncLocalStorage<string>();
    const program = async (): Promise<unknown[]> => {
      'use greenlet';
      await null;
      const seen = [storage.getStore()];
      storage.enterWith('entered');
      await null;
      return [...seen, storage.getStore()];
    };
    hub.useHost(defaultHost);
    const early = program();
    const inside = storage.run('of the caller', program);
    expect(await Promise.all([early, inside])).toEqual([
      [undefined, 'entered'],
      ['of the caller', 'entered'],
    ]);
  });

  it('can be killed: its cleanup runs, and the promise is rejected, though not as unhandled', async () => {
    const host = useVirtualHost();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const log: string[] = [];
    let self: RawGreenlet | undefined;
    const program = async (): Promise<void> => {
      'use greenlet';
      self = getCurrent();
      try {
        await new Promise(() => {});
      } finally {
        log.push('finally');
      }
    };
    const promise = program();
    if (self !== undefined) kill(self);
    await host.drain();
    expect(log).toEqual(['finally']);
    expect(unhandled).not.toHaveBeenCalled();
    process.off('unhandledRejection', unhandled);
    await expect(promise).rejects.toBeInstanceOf(GreenletExit);
  });

  it('a promise that is settled after the kill changes nothing', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const greenlet = spawn(() => {
      'use greenlet';
      const program = async (): Promise<void> => {
        try {
          await new Promise((resolve) => host.setTimeout(() => resolve(undefined), 10, true));
          log.push('not reached');
        } finally {
          sleep(20);
          log.push('finally');
        }
      };
      void program().catch(() => log.push('rejected'));
      for (const other of hub.live) if (other !== getCurrent()) kill(other);
      sleep(100);
    });
    await settle(host, greenlet);
    expect(log).toEqual(['finally', 'rejected']);
  });

  it('await below unmarked code is a SwitchError of the blocking call, not of await', async () => {
    const host = useVirtualHost();
    const program = async (): Promise<unknown> => {
      'use greenlet';
      const results: unknown[] = [];
      new Set([1]).forEach(() => {
        try {
          unmarked();
        } catch (error) {
          results.push(error);
        }
      });
      return results[0];
    };
    function unmarked(): void {
      sleep(1);
    }
    expect(await settle(host, program())).toBeInstanceOf(SwitchError);
  });
});
