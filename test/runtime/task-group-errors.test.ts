'use greenlet';

import { kill, sleep, spawn, taskGroup, TaskGroup, withTimeout, type TaskPolicy } from 'greenlets';
import { gatherReports } from '../support/gather-reports.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

let reported: unknown[];

beforeEach(() => {
  reported = gatherReports();
});

const failure = new Error('disk full');
const late = new Error('flush failed');

function fails(): never {
  sleep(1);
  throw failure;
}

function failsInCleanUp(): never {
  try {
    sleep(1000);
  } finally {
    // eslint-disable-next-line no-unsafe-finally -- that is what is tested
    throw late;
  }
  throw new Error('not reached');
}

/** What is reported in the end, when `act` was called in a greenlet. */
async function reportedAfter(act: () => unknown): Promise<unknown[]> {
  const host = useVirtualHost();
  await settle(host, spawn(act));
  await host.drain();
  return reported;
}

const POLICIES: TaskPolicy[] = ['failFast', 'collect', 'race'];

describe('An error of a task that its group cannot throw is reported once', () => {
  it('when the block of its `using` is over', async () => {
    const act = (): void => {
      using group = new TaskGroup({ policy: 'collect' });
      group.spawn(fails);
      sleep(10);
    };
    expect(await reportedAfter(act)).toEqual([failure]);
  });

  it('when the block of its `await using` is over', async () => {
    const act = async (): Promise<void> => {
      await using group = new TaskGroup({ policy: 'collect' });
      group.spawn(fails);
      sleep(10);
    };
    expect(await reportedAfter(act)).toEqual([failure]);
  });

  it.each(POLICIES)('when the clean-up of a task fails at the end of such a block (%s)', async (policy) => {
    const act = (): void => {
      using group = new TaskGroup({ policy });
      group.spawn(failsInCleanUp);
      sleep(10);
    };
    expect(await reportedAfter(act)).toEqual([late]);
  });

  it('when the block of its `using` throws an error of its own', async () => {
    const own = new RangeError('own');
    const act = (): unknown =>
      errorOf(() => {
        using group = new TaskGroup({ policy: 'collect' });
        group.spawn(fails);
        sleep(10);
        throw own;
      });
    expect(await reportedAfter(act)).toEqual([failure]);
  });

  it.each<[string, () => void]>([
    [
      'an error',
      () => {
        using group = new TaskGroup();
        group.spawn(fails);
        try {
          sleep(1000);
        } finally {
          // eslint-disable-next-line no-unsafe-finally -- that is what is tested
          throw new RangeError('own');
        }
      },
    ],
    [
      'a jump',
      () => {
        using group = new TaskGroup();
        group.spawn(fails);
        try {
          sleep(1000);
        } finally {
          // eslint-disable-next-line no-unsafe-finally -- that is what is tested
          return;
        }
      },
    ],
  ])('when %s of a `finally` block takes the place of the failure', async (_, block) => {
    const act = (): void => {
      try {
        block();
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    };
    expect(await reportedAfter(act)).toEqual([failure]);
  });

  it.each(['error', 'jump'])(
    'when an %s of a `finally` block takes the place of the failure, and no `using` disposes of the group',
    async (what) => {
      const act = (): void => {
        const group = new TaskGroup();
        group.spawn(fails);
        try {
          try {
            sleep(1000);
          } finally {
            // eslint-disable-next-line no-unsafe-finally -- that is what is tested
            if (what === 'jump') return;
            // eslint-disable-next-line no-unsafe-finally -- that is what is tested
            throw new RangeError('own');
          }
        } finally {
          group[Symbol.dispose]();
        }
      };
      const caught = (): void => {
        try {
          act();
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
        sleep(1);
      };
      expect(await reportedAfter(caught)).toEqual([failure]);
    },
  );

  it.each<[string, (act: () => void) => unknown]>([
    ['is caught', errorOf],
    ['ends the greenlet', (act) => errorOf(() => spawn(act).get())],
  ])('but not if the failure %s, and no `using` disposes of the group', async (_, outcomeOf) => {
    const act = (): void => {
      const group = new TaskGroup();
      group.spawn(fails);
      try {
        sleep(1000);
      } finally {
        group[Symbol.dispose]();
      }
    };
    const caught = (): void => {
      expect(outcomeOf(act)).toBeInstanceOf(AggregateError);
      sleep(1);
    };
    expect(await reportedAfter(caught)).toEqual([]);
  });

  it('when an error of a `finally` block takes the place of the failure in an `await using` block', async () => {
    const act = async (): Promise<void> => {
      await using group = new TaskGroup();
      group.spawn(fails);
      try {
        sleep(1000);
      } finally {
        // eslint-disable-next-line no-unsafe-finally -- that is what is tested
        throw new RangeError('own');
      }
    };
    const caught = (): unknown => act().catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
    expect(await reportedAfter(caught)).toEqual([failure]);
  });

  it.each(POLICIES)('when its host is killed (%s)', async (policy) => {
    const act = (): void => {
      const scope = (): unknown =>
        taskGroup(
          (group) => {
            group.spawn(failsInCleanUp);
            sleep(1000);
          },
          { policy },
        );
      const host = spawn(scope);
      sleep(5);
      kill(host);
    };
    expect(await reportedAfter(act)).toEqual([late]);
  });

  it.each([
    ['around the scope', (scope: (timeout?: number) => unknown) => withTimeout(20, () => scope())],
    ['of the scope', (scope: (timeout?: number) => unknown) => scope(20)],
  ])('when a timeout is over %s', async (_, limited) => {
    const act = (): void => {
      const scope = (timeout: number | null = null): unknown =>
        taskGroup(
          (group) => {
            group.spawn(fails);
            group.spawn(failsInCleanUp);
            sleep(1000);
          },
          { policy: 'collect', timeout },
        );
      expect(errorOf(() => limited(scope)).name).toBe('Timeout');
    };
    expect(await reportedAfter(act)).toEqual([failure, late]);
  });

  it('when the clean-up of a loser fails after the race is won', async () => {
    const act = (): unknown =>
      taskGroup(
        (group) => {
          group.spawn(fails);
          group.spawn(failsInCleanUp);
          group.spawn(() => {
            sleep(10);
            return 'won';
          });
        },
        { policy: 'race' },
      );
    expect(await reportedAfter(() => expect(act()).toBe('won'))).toEqual([late]);
  });

  it('when its host ends without leaving the group', async () => {
    const act = (): void => {
      const group = new TaskGroup({ policy: 'collect' });
      group.spawn(fails);
      group.spawn(failsInCleanUp);
      sleep(10);
    };
    expect(await reportedAfter(act)).toEqual([failure, late]);
  });
});

describe('An error of a task is not reported', () => {
  it.each([
    ['that the scope throws', (): unknown => taskGroup((group) => [group.spawn(fails), group.spawn(failsInCleanUp)])],
    [
      'that is thrown together with that of the scope',
      () =>
        taskGroup(
          (group) => {
            group.spawn(fails);
            sleep(10);
            throw new RangeError('own');
          },
          { policy: 'collect' },
        ),
    ],
    [
      'that the host meets where it waits in a `using` block',
      () => {
        using group = new TaskGroup();
        group.spawn(fails);
        group.spawn(failsInCleanUp);
        sleep(1000);
      },
    ],
    [
      'that `join` throws',
      () => {
        using group = new TaskGroup({ policy: 'collect' });
        group.spawn(fails);
        group.join();
      },
    ],
  ])('%s', async (_, act) => {
    let thrown: unknown;
    await reportedAfter(() => {
      thrown = errorOf(act);
    });
    expect((thrown as AggregateError).errors).toContain(failure);
    expect(reported).toEqual([]);
  });

  it('that a clause in its `using` block has taken', async () => {
    let taken: unknown;
    const act = (): void => {
      using group = new TaskGroup();
      group.spawn(fails);
      try {
        sleep(1000);
      } catch (error) {
        if (!(error instanceof AggregateError)) throw error;
        taken = error;
      }
    };
    expect(await reportedAfter(act)).toEqual([]);
    expect((taken as AggregateError).errors).toEqual([failure]);
  });

  it('that somebody else has asked for', async () => {
    const act = (): void => {
      using group = new TaskGroup({ policy: 'collect' });
      const task = group.spawn(fails);
      expect(errorOf(() => task.get())).toBe(failure);
    };
    expect(await reportedAfter(act)).toEqual([]);
  });
});
