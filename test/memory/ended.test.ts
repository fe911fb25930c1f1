import {
  AsyncResult,
  Channel,
  Event,
  GreenletExit,
  Queue,
  Timeout,
  isCancellation,
  joinAll,
  kill,
  sleep,
  spawn,
  spawnRaw,
  wait,
  withTimeout,
} from 'greenlets';
import { Greenlet as RawGreenlet, getCurrent } from 'greenlets/core';
import { growthPerRound } from './growth.ts';

/** What a round of a few hundred bytes may leave behind because the engine's own tables grow. */
const NOTHING = 120;

/** An error keeps what its stack went through, so a program that keeps the last one must not keep all before. */
let last: unknown;

function remember(fn: () => unknown): void {
  'use greenlet';
  try {
    fn();
  } catch (error) {
    if (error instanceof GreenletExit || error instanceof Timeout) last = error;
    else last = error;
  }
}

const never = new Promise<void>(() => undefined);

const rounds: Record<string, () => unknown> = {
  'a timeout that was not needed': () => {
    'use greenlet';
    return withTimeout(1000, () => sleep(0));
  },
  'a timeout around a longer sleep': () => {
    'use greenlet';
    return withTimeout(1000, () => sleep(0.01));
  },
  'a timeout that was raised': () => {
    'use greenlet';
    remember(() => withTimeout(0, () => sleep(1000)));
  },
  'an error of its own for a timeout': () => {
    'use greenlet';
    remember(() => {
      const timeout = Timeout.startNew(0, new RangeError('late'));
      try {
        sleep(1000);
      } finally {
        timeout.close();
      }
    });
  },
  'an error after a wait for a promise': () => {
    'use greenlet';
    wait(Promise.resolve());
    last = new Error('kept');
  },
  'an error after an await': () => {
    'use greenlet';
    wait(awaitAndRemember());
  },
  'an error after a wait for a queue': () => {
    'use greenlet';
    const queue = new Queue<object>();
    spawn(() => queue.put({}));
    queue.get();
    last = new Error('kept');
  },
  'an error after a wait for a channel': () => {
    'use greenlet';
    const channel = new Channel<object>();
    spawn(() => channel.put({}));
    channel.get();
    last = new Error('kept');
  },
  'the result of a greenlet that failed': () => {
    'use greenlet';
    const greenlet = spawn(() => {
      sleep(0);
      throw new Error('kept');
    });
    remember(() => greenlet.get());
  },
  'a greenlet that is killed with an error': () => {
    'use greenlet';
    const greenlet = spawn(sleep, 1000);
    sleep(0);
    greenlet.kill(new Error('kept'));
    remember(() => greenlet.get());
  },
  'a raw greenlet that is killed where it waits for no one': () => {
    'use greenlet';
    const raw = spawnRaw(() => {
      'use greenlet';
      remember(() => getCurrent().parent?.switch());
      last = new Error('kept', { cause: last === undefined });
    });
    sleep(0);
    kill(raw, new Error('killer'));
    sleep(0);
  },
  'a raw greenlet that is killed with an error of the one before': () => {
    'use greenlet';
    const raw = spawnRaw(() => {
      'use greenlet';
      try {
        getCurrent().parent?.switch();
      } catch (error) {
        if (isCancellation(error)) last = new Error('kept');
      }
    });
    sleep(0);
    kill(raw, last instanceof Error ? last : new Error('first'));
    sleep(0);
  },
  'an error in a link': () => {
    'use greenlet';
    const greenlet = spawn(() => 1);
    greenlet.link(() => {
      last = new Error('kept');
    });
    greenlet.join();
    sleep(0);
  },
  'an error after a join': () => {
    'use greenlet';
    joinAll([spawn(() => ({})), spawn(() => ({}))]);
    last = new Error('kept');
  },
  'an error after a raw switch': () => {
    'use greenlet';
    const raw = new RawGreenlet<[]>(() => {
      'use greenlet';
      sleep(0);
      last = new Error('kept');
    });
    raw.switch();
  },
  'an error in a greenlet that the one before has spawned': () => {
    'use greenlet';
    const done = new Event();
    spawn(() => {
      'use greenlet';
      last = new Error('kept');
      spawn(() => {
        last = new Error('kept');
        done.set();
      });
    });
    done.wait();
  },
  'a timeout of a wait for a promise that stays pending': () => {
    'use greenlet';
    return withTimeout(0, () => wait(never), { timeoutValue: null });
  },
  'several waits at a time for a promise that stays pending': () => {
    'use greenlet';
    const waiters = [1, 2, 3].map(() => spawn(() => wait(never)));
    sleep(0);
    for (const waiter of waiters) waiter.kill();
  },
  'a timeout of an await of a promise that stays pending': () => {
    'use greenlet';
    return wait(awaitForNever());
  },
  'a timeout of a wait for a result that stays unset': () => {
    'use greenlet';
    const result = unset;
    remember(() => result.get(0));
  },
};

const unset = new AsyncResult();

async function awaitAndRemember(): Promise<void> {
  'use greenlet';
  await Promise.resolve();
  last = new Error('kept');
}

async function awaitForNever(): Promise<void> {
  'use greenlet';
  const timeout = Timeout.startNew(0);
  try {
    await never;
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
  } finally {
    timeout.close();
  }
}

describe('Nothing is left in memory of', () => {
  afterAll(() => {
    last = undefined;
  });

  it.each(Object.entries(rounds))('%s', async (_, round) => {
    expect(await growthPerRound(round)).toBeLessThan(NOTHING);
  });
});
