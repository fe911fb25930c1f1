'use greenlet';

import {
  Channel,
  Event,
  Group,
  iwait,
  joinAll,
  Pool,
  putting,
  Queue,
  RLock,
  select,
  Semaphore,
  sleep,
  spawn,
  spawnRaw,
  taskGroup,
  wait,
  waitFor,
  withTimeout,
  type Greenlet,
} from 'greenlets';

/** Programs that get stuck, and some that only look like it. */

export function called<R>(name: string, greenlet: Greenlet<R>): Greenlet<R> {
  greenlet.name = name;
  return greenlet;
}

export const locks = (): [RLock, RLock] => [new RLock({ name: 'lock 1' }), new RLock({ name: 'lock 2' })];

/** Two greenlets that take two locks in opposite orders. */
export function crossed([first, second] = locks()): void {
  const take = (one: RLock, other: RLock): unknown =>
    one.with(() => {
      sleep(1);
      other.acquire();
    });
  called('a', spawn(take, first, second));
  called('b', spawn(take, second, first));
}

export function crossedAndOthers(): void {
  const [first, second] = locks();
  crossed([first, second]);
  const outer = spawn(sleep, 2);
  const third = called(
    'third',
    spawn(() => {
      sleep(3);
      first.acquire();
    }),
  );
  called(
    'fourth',
    spawn(() => joinAll([outer, third])),
  );
}

export function joinEachOther(): void {
  const [a, b]: Greenlet[] = [spawn((): unknown => b?.get()), spawn((): unknown => a?.join())];
  called('a', a as Greenlet);
  called('b', b as Greenlet);
}

export function semaphoreTwice(): void {
  const semaphore = new Semaphore(1, { name: 's' });
  called(
    'a',
    spawn(() => semaphore.with(() => semaphore.acquire())),
  );
}

export function semaphoreOfAnybody(): void {
  const semaphore = new Semaphore(1, { name: 's' });
  called(
    'a',
    spawn(() => {
      semaphore.acquire();
      semaphore.acquire();
    }),
  );
}

export function lockOfTheDead(): void {
  const lock = new RLock({ name: 'lock' });
  called(
    'careless',
    spawn(() => lock.acquire()),
  );
  called(
    'a',
    spawn(() => lock.acquire()),
  );
}

export function taskThatWaitsForItsGroup(): void {
  const host = spawn(() => {
    taskGroup(
      (group) => {
        called(
          'task',
          group.spawn(() => group.join()),
        );
      },
      { name: 'tasks' },
    );
  });
  called('host', host);
}

/** The holder of a lock waits for another one that wants it. When the holder is killed, nobody gives the lock back. */
export function holderThatIsKilled(): void {
  const lock = new RLock({ name: 'lock' });
  const holder = spawn(() => {
    lock.acquire();
    const waiting = spawn(() => lock.acquire());
    called('waiting', waiting);
    waiting.join();
  });
  called('holder', holder);
  sleep(500);
  holder.kill();
}

export function taskThatWaitsForItsHost(): void {
  const host: Greenlet = spawn(() =>
    taskGroup((group) => {
      called(
        'task',
        group.spawn(() => host.join()),
      );
    }),
  );
  called('host', host);
}

export function crossedForEver(): void {
  crossed();
  new Event({ name: 'never' }).wait();
}

export function waitsForOneOfSeveral(): void {
  const stop = new Event({ name: 'stop' });
  const never = new Promise(() => {});
  const other = called('other', spawn(waitFor, [stop, never]));
  const full = new Channel({ name: 'full' });
  const chooses = (): unknown => select([new Queue(null, [], { name: 'jobs' }), putting(full, 1), stop, other, never]);
  called('chooses', spawn(chooses)).get();
}

/** A pool of two whose two members do the same with it. */
function nested(use: (pool: Pool) => unknown): () => void {
  return () => {
    const pool = new Pool(2, { name: 'workers' });
    const work = (): unknown => {
      sleep(1);
      return use(pool);
    };
    called('a', pool.spawn(work));
    called('b', pool.spawn(work));
  };
}

export const nestedUses = {
  spawn: nested((pool) => pool.spawn(() => 1).get()),
  map: nested((pool) => pool.map((item) => item, [1, 2])),
  imap: nested((pool) => [...pool.imap((item) => item, [1])]),
  join: nested((pool) => pool.join()),
};

export const harmless: Record<string, () => unknown> = {
  'where one of the waits has a timeout': () => {
    const [first, second] = locks();
    spawn(() => first.with(() => [sleep(1), second.acquire(100)]));
    spawn(() => second.with(() => [sleep(1), first.acquire()]));
  },
  'where a timeout is about to be raised': () => {
    const [first, second] = locks();
    spawn(() => first.with(() => [sleep(1), second.acquire()]));
    spawn(() => withTimeout(100, () => second.with(() => [sleep(1), first.acquire()]), { timeoutValue: 0 }));
  },
  'where a wait has a signal': () => {
    const lock = new RLock();
    const { signal } = new AbortController();
    const holder: Greenlet = spawn(() => lock.with(() => [sleep(1), waiting.join({ signal })]));
    const waiting: Greenlet = spawn(() => [holder, lock.acquire()]);
  },
  'where greenlets wait for an event, which anybody may set': () => [1, 2].map(() => spawn(() => new Event().wait())),
  'where the holder of a lock waits for a promise': () => {
    const lock = new RLock();
    spawn(() => lock.with(() => wait(new Promise(() => undefined))));
    spawn(() => lock.acquire());
  },
  'where the holder of a lock waits for an item': () => {
    const lock = new RLock();
    spawn(() => lock.with(() => new Queue().get()));
    spawn(() => lock.acquire());
  },
  'where one of several holders of a semaphore goes on': () => {
    const semaphore = new Semaphore(2);
    spawn(() => semaphore.with(() => [sleep(1), semaphore.acquire()]));
    spawn(() => semaphore.with(() => sleep(100)));
  },
  'where one of those that are waited for goes on': () => {
    const watcher: Greenlet = spawn(() => [...iwait([stuck, spawn(sleep, 100)])]);
    const stuck: Greenlet = spawn(() => [sleep(1), watcher.join()]);
  },
  'where a task that goes on may fail': () => {
    const host: Greenlet = spawn(() =>
      taskGroup((group) => {
        group.spawn(() => host.join());
        group.spawn(sleep, 100);
      }),
    );
  },
  'where one of the locks of a select becomes free': () => {
    const [one, two] = [new RLock(), new RLock()];
    spawn(() => one.with(() => sleep(100)));
    spawn(() => two.with(() => one.acquire()));
    for (const others of [[], [new Event()], [100]]) spawn(() => select([two, one, ...others]));
  },
  'where a group has members that go on': () => {
    const group = new Group();
    group.spawn(() => sleep(100));
    spawn(() => group.join());
  },
  'where nobody reads on what imap has got': () => {
    const results = new Pool().imap((x: number) => x, [1, 2, 3], { maxSize: 1 });
    spawn(() => results.next());
  },
  'where one member of a full pool works': () => {
    const pool = new Pool(2);
    pool.spawn(() => pool.spawn(() => 1).get());
    pool.spawn(() => sleep(100));
  },
};

/** Two that have taken their locks in different ways: at once, in a scope, and from the one before. */
export function handedOver(): void {
  'use greenlet';
  const [lock, semaphore] = [new RLock({ name: 'lock' }), new Semaphore(1, { name: 'semaphore' })];
  function before(): void {
    'use greenlet';
    lock.acquire();
    sleep(1);
    lock.release();
  }
  function after(): void {
    'use greenlet';
    lock.acquire(); // given by `before`
    sleep(1);
    semaphore.acquire();
    sleep(1);
  }
  function scoped(): void {
    'use greenlet';
    // In a scope:
    semaphore.with(() => {
      'use greenlet';
      sleep(3);
      lock.acquire();
      sleep(1);
    });
    sleep(1);
  }
  for (const fn of [before, after, scoped]) spawn(fn).name = fn.name;
}

/** The same as `crossed`, started by `spawnRaw`. */
export function crossedRaw(): void {
  'use greenlet';
  const [one, two] = [new RLock({ name: 'lock 1' }), new RLock({ name: 'lock 2' })];
  spawnRaw(function first() {
    take(one, () => two.acquire());
  });
  spawnRaw(function second() {
    take(two, () => one.acquire());
  });
}

/** The same as `crossed`, by `select`, and one that waits behind them. */
export function crossedBySelect(): void {
  'use greenlet';
  const [one, two] = [new RLock({ name: 'lock 1' }), new RLock({ name: 'lock 2' })];
  spawn(() => take(one, () => select([two]))).name = 'a';
  spawn(() => take(two, () => select([one]))).name = 'b';
  spawn(() => {
    sleep(2);
    select([one, two]);
  }).name = 'behind';
}

/** One may take either of two locks, whose owners both wait for its own. */
export function crossedByChoice(): void {
  'use greenlet';
  const [one, two, three] = [new RLock(), new RLock(), new RLock()];
  spawn(() => take(one, () => select([two, three]))).name = 'a';
  spawn(() => take(two, () => one.acquire())).name = 'b';
  spawn(() => take(three, () => one.acquire())).name = 'c';
}

function take(lock: RLock, then: () => unknown): void {
  'use greenlet';
  lock.acquire();
  sleep(1);
  then();
}

/** A greenlet that holds a lock, and waits in some way for one that wants the lock, and for one that only takes its time. */
export function waitsForSeveral(wait: (stuck: Greenlet, slow: Greenlet) => unknown): void {
  const lock = new RLock({ name: 'lock' });
  const start = (): void => {
    lock.acquire();
    const stuck = called(
      'stuck',
      spawn(() => lock.acquire()),
    );
    wait(stuck, called('slow', spawn(sleep, 100)));
  };
  called('host', spawn(start));
}

/** A greenlet that holds a lock, and waits in some way for an async function that wants the lock. */
export function waitsForAsync(wait: (lock: RLock, wants: () => Promise<void>) => unknown): void {
  const lock = new RLock({ name: 'lock' });
  const start = (): unknown => {
    lock.acquire();
    return wait(lock, async function wants() {
      lock.acquire();
    });
  };
  called('host', spawn(start));
}

/** A greenlet that holds a lock, and waits in some way for a function that wants the lock. */
export function waitsForRun(wait: (wants: () => unknown) => unknown): void {
  const lock = new RLock({ name: 'lock' });
  const start = (): unknown => {
    lock.acquire();
    return wait(function wants() {
      return lock.acquire();
    });
  };
  called('host', spawn(start));
}

/** A greenlet that holds a lock, and waits for twenty that want it. */
export function waitsForMany(): void {
  const lock = new RLock({ name: 'lock' });
  const start = (): unknown => {
    lock.acquire();
    return joinAll(
      Array.from({ length: 20 }, (_, at) =>
        called(
          `wants ${String(at)}`,
          spawn(() => lock.acquire()),
        ),
      ),
    );
  };
  called('host', spawn(start));
}
