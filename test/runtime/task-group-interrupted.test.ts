'use greenlet';

import { GreenletExit, kill, sleep, spawn, taskGroup, TaskGroup, Timeout, withTimeout } from 'greenlets';
import { gatherReports } from '../support/gather-reports.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

let reported: unknown[];

beforeEach(() => {
  reported = gatherReports();
});

const failure = new Error('disk full');
const stop = new Error('stop');

function fails(after: number): never {
  sleep(after);
  throw failure;
}

/** Where the host is when the second cancellation comes. */
const CLEAN_UPS: [string, () => void][] = [
  [
    'a `finally` block',
    () => {
      try {
        sleep(300);
      } finally {
        sleep(100);
      }
    },
  ],
  [
    'a clause that throws again',
    () => {
      try {
        sleep(300);
      } catch (error) {
        sleep(100);
        throw error;
      }
    },
  ],
  [
    'a clause that always throws',
    () => {
      try {
        sleep(300);
      } catch (error) {
        sleep(100);
        throw new Error('wrapped', { cause: error });
      }
    },
  ],
];

type Scope = (failsAfter: number, cleanUp: () => void) => unknown;

const SCOPES: [string, Scope][] = [
  [
    'taskGroup',
    (failsAfter, cleanUp) =>
      taskGroup((group) => {
        group.spawn(fails, failsAfter);
        cleanUp();
      }),
  ],
  [
    'taskGroup of an async function',
    (failsAfter, cleanUp) =>
      taskGroup(async (group) => {
        group.spawn(fails, failsAfter);
        cleanUp();
      }),
  ],
  [
    'using',
    (failsAfter, cleanUp) => {
      using group = new TaskGroup();
      group.spawn(fails, failsAfter);
      cleanUp();
    },
  ],
  [
    'a group in a task of another one',
    (failsAfter, cleanUp) =>
      taskGroup((outer) => {
        outer.spawn(() =>
          taskGroup((group) => {
            group.spawn(fails, failsAfter);
            cleanUp();
          }),
        );
      }),
  ],
];

async function reportedAfter(act: () => unknown): Promise<unknown[]> {
  const host = useVirtualHost();
  await settle(host, spawn(act));
  await host.drain();
  return reported;
}

describe.each(SCOPES)('%s', (_, scope) => {
  describe.each(CLEAN_UPS)('in %s', (__, cleanUp) => {
    it.each([
      ['before', 10],
      ['after', 60],
    ])('reports the error of a task that failed %s its host was killed', async (___, failsAfter) => {
      const act = (): void => {
        const host = spawn(() => scope(failsAfter, cleanUp));
        sleep(50);
        kill(host);
        host.join();
        expect([host.killed, host.value]).toEqual([true, expect.any(GreenletExit)]);
      };
      expect(await reportedAfter(act)).toEqual([failure]);
    });

    it.each([
      ['before', 10],
      ['after', 60],
    ])('reports the error of a task that failed %s a signal around was aborted', async (___, failsAfter) => {
      const act = (): void => {
        const controller = new AbortController();
        const { signal } = controller;
        const host = spawn(() => errorOf(() => withTimeout(null, () => scope(failsAfter, cleanUp), { signal })));
        sleep(50);
        controller.abort(stop);
        expect(host.get()).toBe(stop);
      };
      expect(await reportedAfter(act)).toEqual([failure]);
    });

    it('reports the error of a task that failed after a timeout was over', async () => {
      const act = (): void => {
        expect(errorOf(() => withTimeout(50, () => scope(60, cleanUp)))).toBeInstanceOf(Timeout);
      };
      expect(await reportedAfter(act)).toEqual([failure]);
    });
  });
});

it.each(CLEAN_UPS)('A timeout that began before does not replace the error of a task in %s', async (_, cleanUp) => {
  for (const [, scope] of SCOPES.slice(0, 3)) {
    const act = (): void => {
      expect(errorOf(() => withTimeout(50, () => scope(10, cleanUp)))).toBeInstanceOf(AggregateError);
    };
    expect(await reportedAfter(act)).toEqual([]);
  }
});
