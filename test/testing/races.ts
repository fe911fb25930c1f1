'use greenlet';

import {
  Channel,
  Condition,
  Event,
  joinAll,
  Pool,
  Queue,
  RLock,
  Semaphore,
  sleep,
  spawn,
  wait,
  withTimeout,
} from 'greenlets';

/** Whatever takes a while: others have their turn. */
const pause = (): void => sleep(0);

/** A function, since others may have changed it during a pause. */
const isStopped = ({ stopped }: { readonly stopped: boolean }): boolean => stopped;

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** Small programs, each with a race in it that the order in which everybody begins and goes on does not show. */
export const races: Record<string, () => void> = {
  'a lost update'() {
    const account = { balance: 0 };
    const deposit = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      const { balance } = account;
      pause();
      account.balance = balance + 1;
    };
    joinAll([spawn(deposit, 0), spawn(deposit, 2)]);
    assert(account.balance === 2, 'a deposit was lost');
  },

  'check-then-act'() {
    const rooms = new Map<string, string>();
    const book = (guest: string, steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      if (rooms.has('7')) return;
      pause();
      assert(!rooms.has('7'), 'the room was booked twice');
      rooms.set('7', guest);
    };
    joinAll([spawn(book, 'a', 0), spawn(book, 'b', 2)]);
  },

  'a missed signal'() {
    const lock = new RLock();
    const condition = new Condition(lock);
    const waiter = spawn(() => {
      lock.with(() => condition.wait());
    });
    const notifier = spawn(() => {
      pause();
      lock.with(() => condition.notify());
    });
    joinAll([waiter, notifier]);
  },

  'AB-BA'() {
    const [a, b] = [new RLock(), new RLock()];
    const one = spawn(() => a.with(() => b.with(() => undefined)));
    const two = spawn(() => {
      b.acquire();
      pause();
      a.acquire();
      a.release();
      b.release();
    });
    const three = spawn(() => {
      a.acquire();
      pause();
      a.release();
    });
    joinAll([one, two, three]);
  },

  'barging: an item that was seen is gone'() {
    const queue = new Queue<number>();
    const consumer = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      if (queue.empty()) return;
      pause();
      queue.getNowait();
    };
    queue.put(1);
    joinAll([spawn(consumer, 0), spawn(consumer, 2)]);
  },

  'a double close'() {
    let closed = 0;
    const connection = { open: true };
    const close = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      if (!connection.open) return;
      pause();
      closed++;
      connection.open = false;
    };
    joinAll([spawn(close, 0), spawn(close, 2)]);
    assert(closed === 1, 'closed twice');
  },

  'read-modify-write over a wait for a promise'() {
    const file = { lines: 0 };
    const append = (late: boolean): void => {
      if (late) {
        wait(Promise.resolve());
        pause();
      }
      const { lines } = file;
      wait(Promise.resolve());
      file.lines = lines + 1;
    };
    joinAll([spawn(append, false), spawn(append, true)]);
    assert(file.lines === 2, 'a line was lost');
  },

  'a cache stampede'() {
    const cache = new Map<string, number>();
    let loads = 0;
    const load = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      if (cache.has('key')) return;
      loads++;
      pause();
      cache.set('key', 1);
    };
    joinAll([spawn(load, 0), spawn(load, 2)]);
    assert(loads === 1, 'loaded twice');
  },

  'use after close'() {
    const connection = { open: true };
    const user = spawn(() => {
      if (!connection.open) return;
      pause();
      assert(connection.open, 'used after it was closed');
    });
    const closer = spawn(() => {
      pause();
      pause();
      connection.open = false;
    });
    joinAll([user, closer]);
  },

  'a lazy initialization'() {
    const service: { ready: boolean; port?: number } = { ready: false };
    const start = spawn(() => {
      service.ready = true;
      pause();
      service.port = 80;
    });
    const client = spawn(() => {
      pause();
      pause();
      if (service.ready) assert(service.port === 80, 'ready, but without a port');
    });
    joinAll([start, client]);
  },

  'an event that is cleared too early'() {
    const event = new Event();
    const waiter = spawn(() => {
      pause();
      event.wait();
    });
    const setter = spawn(() => {
      pause();
      pause();
      event.set();
      event.clear();
    });
    joinAll([waiter, setter]);
  },

  'if instead of while around a wait'() {
    const condition = new Condition();
    const items: number[] = [];
    const take = (): void => {
      condition.with(() => {
        if (items.length === 0) condition.wait();
        assert(items.shift() !== undefined, 'nothing to take');
      });
    };
    const put = (): void => {
      pause();
      condition.with(() => {
        items.push(1);
        condition.notify();
      });
    };
    const late = spawn(() => {
      pause();
      pause();
      take();
    });
    joinAll([spawn(take), spawn(put), late, spawn(put)]);
  },

  'a permit that is not given back'() {
    const permits = new Semaphore(1);
    let failing = false;
    const work = (): void => {
      permits.acquire();
      pause();
      if (failing) return;
      permits.release();
    };
    const breaker = spawn(() => {
      for (let i = 0; i < 4; i++) pause();
      failing = true;
    });
    joinAll([spawn(work), spawn(work), breaker]);
  },

  philosophers() {
    const forks = [new Semaphore(1), new Semaphore(1), new Semaphore(1)];
    const eat = (left: number): void => {
      forks[left]?.acquire();
      if (left === 1) pause();
      forks[(left + 1) % 3]?.acquire();
      forks[left]?.release();
      forks[(left + 1) % 3]?.release();
    };
    const later = spawn(() => {
      for (let i = 0; i < 4; i++) pause();
      eat(2);
    });
    const second = spawn(eat, 1);
    const first = spawn(() => {
      forks[0]?.acquire();
      pause();
      forks[1]?.acquire();
      forks[0]?.release();
      forks[1]?.release();
    });
    joinAll([first, second, later]);
  },

  'an order of two messages that is taken for granted'() {
    const channel = new Queue<string>();
    const hello = spawn(() => channel.put('hello'));
    const world = spawn(() => {
      pause();
      channel.put('world');
    });
    joinAll([hello, world]);
    assert(channel.get() === 'hello', 'the world came first');
  },

  'a result that is read before the worker has ended'() {
    const results: number[] = [];
    const pool = new Pool(2);
    pool.spawn(() => {
      pause();
      results.push(1);
    });
    for (let i = 0; i < 3; i++) pause();
    assert(results.length === 1, 'read too early');
  },

  'two writers of one file'() {
    const file: string[] = [];
    const write = (name: string, steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      file.push(`${name} begins`);
      pause();
      file.push(`${name} ends`);
    };
    joinAll([spawn(write, 'a', 0), spawn(write, 'b', 2)]);
    assert(file[1]?.startsWith(file[0]?.slice(0, 1) ?? '') === true, 'the lines are mixed up');
  },

  'a counter of those at work that reaches zero too early'() {
    let working = 0;
    const done = new Event();
    let finished = 0;
    const work = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      working++;
      pause();
      finished++;
      if (--working === 0) done.set();
    };
    const workers = [spawn(work, 0), spawn(work, 0)];
    done.wait();
    assert(finished === workers.length, 'done before all have worked');
  },

  'a rendezvous for which nobody comes'() {
    const channel = new Channel<number>();
    const state = { stopped: false };
    const producer = spawn(() => {
      pause();
      if (!state.stopped) channel.put(1);
    });
    const consumer = spawn(() => {
      pause();
      pause();
      state.stopped = true;
      if (producer.dead) return;
    });
    const reader = spawn(() => {
      if (!state.stopped) {
        pause();
        if (!isStopped(state)) channel.get();
      }
    });
    joinAll([consumer, reader, producer]);
  },

  'a lock that is released by a timeout'() {
    let inside = 0;
    const lock = { taken: false };
    const enter = (steps: number): void => {
      for (let i = 0; i < steps; i++) pause();
      if (lock.taken) return;
      withTimeout(10, pause, { timeoutValue: null });
      lock.taken = true;
      inside++;
      pause();
      assert(inside === 1, 'two are inside');
      inside--;
      lock.taken = false;
    };
    joinAll([spawn(enter, 0), spawn(enter, 4)]);
  },
};
