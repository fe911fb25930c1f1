import {
  getCurrent,
  joinAll,
  killAll,
  run,
  shutdown,
  sleep,
  spawn,
  taskGroup,
  withTimeout,
  Group,
  Greenlet,
} from 'greenlets';
import { virtualTime } from 'greenlets/testing';

let log: string[];

beforeEach(() => {
  log = [];
});

/** What must be cleaned up, which takes its time. */
function work(name: string, signal: AbortSignal | null = null): void {
  'use greenlet';
  try {
    sleep(1_000, { signal });
  } finally {
    sleep(10);
    log.push(name);
  }
}

function ownSignal(): AbortSignal {
  const current = getCurrent();
  if (!(current instanceof Greenlet)) throw new Error('no greenlet');
  return current.signal;
}

/** Starts it, and cancels it as soon as it waits. */
function cancelled(body: () => unknown, cancel: (greenlet: Greenlet) => unknown): Promise<string[]> {
  return virtualTime(() => {
    'use greenlet';
    const greenlet = spawn(body);
    sleep(5);
    void cancel(greenlet);
    sleep(500);
    return log;
  });
}

const kill = (greenlet: Greenlet): void => {
  'use greenlet';
  greenlet.kill();
};

type Body = () => unknown;

const HOSTS: [string, Body][] = [
  [
    'a group of tasks',
    () => {
      'use greenlet';
      taskGroup((group) => {
        group.spawn(() => work('clean'));
        sleep(1_000);
      });
    },
  ],
  [
    'one that kills another in a finally block',
    () => {
      'use greenlet';
      const child = spawn(() => work('clean'));
      try {
        child.join();
      } finally {
        child.kill();
      }
    },
  ],
  [
    'one with another that depends on it',
    () => {
      'use greenlet';
      spawn({ dependent: true }, () => work('clean'));
      sleep(1_000);
    },
  ],
  [
    'one that uses another',
    () => {
      'use greenlet';
      using child = spawn(() => work('clean'));
      child.join();
    },
  ],
  [
    'an async function that kills another in a finally block',
    async () => {
      'use greenlet';
      const child = spawn(() => work('clean'));
      try {
        await child;
      } finally {
        child.kill();
      }
    },
  ],
];

describe.each(HOSTS)('The clean-up in %s', (_, host) => {
  it('is not interrupted by a shutdown, which kills both', async () => {
    expect(await cancelled(host, () => shutdown())).toEqual(['clean']);
  });

  it('is not interrupted by a shutdown beside another one', async () => {
    const both = (): unknown => [shutdown(), shutdown()];
    expect(await cancelled(host, both)).toEqual(['clean']);
  });

  it('is not interrupted by a kill of the first', async () => {
    expect(await cancelled(host, kill)).toEqual(['clean']);
  });
});

const WITH_OWN_SIGNAL: [string, Body][] = [
  [
    'a wait',
    () => {
      'use greenlet';
      work('clean', ownSignal());
    },
  ],
  [
    'a scope',
    () => {
      'use greenlet';
      withTimeout(1_000, () => work('clean'), { signal: ownSignal() });
    },
  ],
  [
    'a child that is killed in a finally block',
    () => {
      'use greenlet';
      const child = spawn({ signal: ownSignal() }, () => work('clean'));
      try {
        child.join();
      } finally {
        child.kill();
      }
    },
  ],
  [
    'a child that depends on it',
    () => {
      'use greenlet';
      spawn({ signal: ownSignal(), dependent: true }, () => work('clean')).join();
    },
  ],
  [
    'what a task waits for',
    () => {
      'use greenlet';
      const signal = ownSignal();
      taskGroup((group) => {
        group.spawn(() => work('clean', signal));
        sleep(1_000);
      });
    },
  ],
];

describe.each(WITH_OWN_SIGNAL)('The signal of a greenlet that is given to %s', (_, body) => {
  it('does not interrupt the clean-up of a kill', async () => {
    expect(await cancelled(body, kill)).toEqual(['clean']);
  });

  it('does not interrupt the clean-up of a shutdown', async () => {
    expect(await cancelled(body, () => shutdown())).toEqual(['clean']);
  });
});

const SHARING: [string, (signal: AbortSignal) => void][] = [
  [
    'a scope',
    (signal) => {
      'use greenlet';
      withTimeout(1_000, () => work('clean'), { signal });
    },
  ],
  [
    'a scope in a scope',
    (signal) => {
      'use greenlet';
      withTimeout(1_000, () => withTimeout(1_000, () => work('clean'), { signal }), { signal });
    },
  ],
  [
    'a wait in a scope',
    (signal) => {
      'use greenlet';
      withTimeout(1_000, () => work('clean', signal), { signal });
    },
  ],
  [
    'a group',
    (signal) => {
      'use greenlet';
      taskGroup(() => work('clean'), { signal });
    },
  ],
];

describe.each(SHARING)('One signal for a greenlet and %s in it', (_, body) => {
  it.each([
    ['the same', (signal: AbortSignal) => signal],
    ['one that follows it', (signal: AbortSignal) => AbortSignal.any([signal])],
  ])('cancels once (the greenlet has %s), and is not lost when the scope ends', async (_name, outer) => {
    const controller = new AbortController();
    const end = virtualTime(() => {
      'use greenlet';
      const greenlet = spawn({ signal: outer(controller.signal) }, () => {
        'use greenlet';
        try {
          body(controller.signal);
        } catch {
          log.push('swallowed');
        }
        sleep(20);
        log.push('went on');
      });
      sleep(5);
      controller.abort(new Error('enough'));
      greenlet.join();
      return [...log, greenlet.exception];
    });
    expect(await end).toEqual(['clean', new Error('enough')]);
  });
});

describe('Several that are killed together', () => {
  it('clean up once, whoever kills whom besides', async () => {
    const bodies: Body[] = [HOSTS[0]?.[1] as Body, HOSTS[1]?.[1] as Body, HOSTS[2]?.[1] as Body];
    for (const host of bodies) {
      log = [];
      await virtualTime(() => {
        'use greenlet';
        const group = new Group();
        const started = group.spawn(host);
        sleep(5);
        killAll([started]);
        group.kill();
        joinAll([started]);
        sleep(100);
      });
      expect(log).toEqual(['clean']);
    }
  });
});

describe('A second kill by the same greenlet', () => {
  it('interrupts the clean-up, also if that greenlet is being killed itself', async () => {
    const end = run(() => {
      'use greenlet';
      const host = spawn(() => {
        'use greenlet';
        const child = spawn(() => work('not reached'));
        try {
          sleep(1_000);
        } finally {
          child.kill(undefined, { timeout: 1 });
          child.kill();
          log.push('killed');
        }
      });
      sleep(1);
      host.kill();
      return log;
    });
    expect(await end).toEqual(['killed']);
  });
});
