'use greenlet';

import {
  Event,
  GreenletExit,
  getCurrent,
  Queue,
  sleep,
  spawn,
  taskGroup,
  TaskGroup,
  Timeout,
  withTimeout,
} from 'greenlets';
import { errorOf } from './support/error-of.ts';
import { useVirtualHost, runVirtually } from '../support/virtual-host.ts';

describe('a scope of tasks', () => {
  it('returns what its function returns, when all tasks have ended', async () => {
    const log: string[] = [];
    const result = await runVirtually(() =>
      taskGroup((group) => {
        for (const ms of [20, 10]) {
          group.spawn(() => {
            sleep(ms);
            log.push(`after ${String(ms)}`);
          });
        }
        log.push('spawned');
        return 'result';
      }),
    );
    expect(result).toBe('result');
    expect(log).toEqual(['spawned', 'after 10', 'after 20']);
  });

  it('waits for a promise that its function returns', async () => {
    expect(await runVirtually(() => taskGroup(() => Promise.resolve(5)))).toBe(5);
  });

  it('gives the results of tasks by their greenlets', async () => {
    const sum = await runVirtually(() =>
      taskGroup((group) => {
        const [a, b] = [group.spawn(() => 1), group.spawn((x: number) => x + 1, 1)];
        return a.get() + b.get();
      }),
    );
    expect(sum).toBe(3);
  });

  it('lets tasks spawn further ones, for which it waits as well', async () => {
    const log: string[] = [];
    await runVirtually(() =>
      taskGroup((group) => {
        group.spawn(() => {
          sleep(1);
          group.spawn(() => {
            sleep(1);
            log.push('grandchild');
          });
        });
      }),
    );
    expect(log).toEqual(['grandchild']);
  });

  it('can be nested; the inner one has ended before the outer one goes on', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      taskGroup((outer) => {
        outer.spawn(() => {
          taskGroup((inner) => {
            inner.spawn(() => {
              sleep(10);
              log.push('inner task');
            });
          });
          log.push('outer task');
        });
      });
      log.push('after');
    });
    expect(log).toEqual(['inner task', 'outer task', 'after']);
  });

  it('refuses to spawn when it has been left', async () => {
    const error = await runVirtually(() => {
      const group = taskGroup((own) => ({ own })).own;
      return errorOf(() => group.spawn(() => 1));
    });
    expect(error.message).toBe('the scope of this task group has been left: nothing can be spawned any more');
  });

  it('refuses options that do not exist, unknown policies and what is no function', async () => {
    const messages = await runVirtually(() => [
      errorOf(() => taskGroup(() => 1, { polcy: 'race' } as object)).message,
      errorOf(() => new TaskGroup({ policy: 'never' as 'race' })).message,
      errorOf(() => taskGroup((group) => group.spawn(3 as unknown as () => void))).message,
    ]);
    expect(messages).toEqual([
      'expected options with `policy`, `name`, `timeout`, `signal`, got an unknown option `polcy`',
      "expected 'failFast', 'collect' or 'race' as the policy, got `\"never\"` (string)",
      'expected a function to run, got `3` (number)',
    ]);
  });

  it('needs a greenlet', () => {
    expect(() => new TaskGroup()).toThrow('a TaskGroup needs a greenlet');
  });
});

describe('when a task fails', () => {
  const failing = (message: string, ms = 10): never => {
    sleep(ms);
    throw new RangeError(message);
  };

  it('failFast kills the others, and their clean-up has ended when the scope throws', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(failing, 'broken');
          group.spawn(() => {
            try {
              sleep(1000);
            } finally {
              sleep(5);
              log.push('cleaned up');
            }
          });
        }),
      ),
    );
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors).toEqual([new RangeError('broken')]);
    expect(error.message).toBe('a task of the group failed: RangeError: broken');
    expect(log).toEqual(['cleaned up']);
  });

  it('failFast interrupts the host where it waits, past catch clauses that do not know of it', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(failing, 'broken');
          try {
            sleep(1000);
          } catch {
            log.push('caught');
          } finally {
            log.push('finally');
          }
        }),
      ),
    );
    expect(error).toBeInstanceOf(AggregateError);
    expect(log).toEqual(['finally']);
  });

  it('is an ordinary error after the scope', async () => {
    const message = await runVirtually(() => {
      try {
        taskGroup((group) => void group.spawn(failing, 'broken'));
      } catch {
        sleep(1);
        return 'caught, and waited';
      }
      return 'not thrown';
    });
    expect(message).toBe('caught, and waited');
  });

  it('has all errors, also those of tasks that fail while they are killed', async () => {
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(failing, 'first');
          group.spawn(() => {
            try {
              sleep(1000);
            } finally {
              failing('second', 1);
            }
          });
        }),
      ),
    );
    expect((error as AggregateError).errors.map((each: unknown) => (each as Error).message)).toEqual([
      'first',
      'second',
    ]);
  });

  it('is not counted twice if the host gets its result', async () => {
    const error = await runVirtually(() => errorOf(() => taskGroup((group) => group.spawn(failing, 'once').get())));
    expect((error as AggregateError).errors).toEqual([new RangeError('once')]);
  });

  it('collect lets the others go on', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup(
          (group) => {
            group.spawn(failing, 'one');
            group.spawn(failing, 'two', 20);
            group.spawn(() => {
              sleep(30);
              log.push('done');
            });
          },
          { policy: 'collect' },
        ),
      ),
    );
    expect(log).toEqual(['done']);
    expect((error as AggregateError).errors).toHaveLength(2);
    expect(error.message).toBe('2 tasks of the group failed: RangeError: one');
  });

  it('its error is reported to nobody', async () => {
    const console = jest.spyOn(globalThis.console, 'error').mockImplementation(() => undefined);
    const host = useVirtualHost();
    const main = spawn(() => void errorOf(() => taskGroup((group) => void group.spawn(failing, 'known'))));
    await host.drain();
    expect(main.successful()).toBe(true);
    expect(console).not.toHaveBeenCalled();
    console.mockRestore();
  });
});

describe('when the function of the scope fails', () => {
  it('the tasks are killed, and its error is thrown as it is', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(() => {
            try {
              sleep(1000);
            } finally {
              log.push('killed');
            }
          });
          sleep(1);
          throw new RangeError('of the function');
        }),
      ),
    );
    expect(error).toEqual(new RangeError('of the function'));
    expect(log).toEqual(['killed']);
  });

  it('its error is the first of all if tasks fail as well', async () => {
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(() => {
            try {
              sleep(1000);
            } finally {
              // eslint-disable-next-line no-unsafe-finally -- a clean-up that fails
              throw new Error('of a task');
            }
          });
          sleep(1);
          throw new RangeError('of the function');
        }),
      ),
    );
    expect((error as AggregateError).errors).toEqual([new RangeError('of the function'), new Error('of a task')]);
  });
});

describe('a race', () => {
  it('returns what the first task has ended with that did not fail, and kills the others', async () => {
    const log: string[] = [];
    const winner = await runVirtually(() =>
      taskGroup<string>(
        (group) => {
          group.spawn(() => {
            sleep(1);
            throw new Error('fast, but broken');
          });
          group.spawn(() => {
            sleep(10);
            return 'first';
          });
          group.spawn(() => {
            try {
              sleep(20);
              return 'second';
            } finally {
              log.push('killed');
            }
          });
        },
        { policy: 'race' },
      ),
    );
    expect(winner).toBe('first');
    expect(log).toEqual(['killed']);
  });

  describe('is over when a task has won, although the host still waits', () => {
    const winAtOnce = (group: TaskGroup<string>): unknown => group.spawn(() => (sleep(1), 'won'));

    it.each<[string, (group: TaskGroup<string>) => unknown]>([
      ['for a queue', () => new Queue().get()],
      ['for a loser', (group) => group.spawn(() => (new Event().wait(), 'late')).get()],
      ['for the winner, and longer', (group) => (winAtOnce(group), sleep(1), new Event().wait())],
      ['for a promise', async () => new Promise(() => undefined)],
      ['in an async function', async () => (await Promise.resolve(), new Event().wait())],
    ])('%s', async (_, waitInVain) => {
      const won = runVirtually(() =>
        taskGroup<string>(
          (group) => {
            winAtOnce(group);
            return waitInVain(group);
          },
          { policy: 'race' },
        ),
      );
      expect(await won).toBe('won');
    });

    it('whose clean-up runs, and whose clauses are skipped', async () => {
      const log: string[] = [];
      const won = await runVirtually(() => {
        const value = taskGroup<string>(
          (group) => {
            winAtOnce(group);
            try {
              new Event().wait();
            } catch {
              log.push('caught');
            } finally {
              sleep(5);
              log.push('cleaned up');
            }
          },
          { policy: 'race' },
        );
        sleep(1);
        return [value, ...log];
      });
      expect(won).toEqual(['won', 'cleaned up']);
    });

    it('in join(), which returns', async () => {
      const log: unknown[] = [];
      const won = await runVirtually(() =>
        taskGroup<string>(
          (group) => {
            winAtOnce(group);
            log.push(group.join(), group.winner);
            sleep(1);
            log.push('goes on');
          },
          { policy: 'race' },
        ),
      );
      expect(won).toBe('won');
      expect(log).toEqual([true, 'won', 'goes on']);
    });

    it('but is killed in the same turn: the kill counts', async () => {
      const seen = await runVirtually(() => {
        const host = spawn(() =>
          taskGroup<string>(
            (group) => {
              group.spawn(() => {
                host.kill();
                return 'won';
              });
              new Event().wait();
            },
            { policy: 'race' },
          ),
        );
        return [host.get(), host.killed];
      });
      expect(seen).toEqual([expect.any(GreenletExit), true]);
    });
  });

  it('throws all errors if every task fails', async () => {
    const error = await runVirtually(() =>
      errorOf(() =>
        taskGroup(
          (group) => {
            for (const name of ['a', 'b']) {
              group.spawn(() => {
                sleep(1);
                throw new Error(name);
              });
            }
          },
          { policy: 'race' },
        ),
      ),
    );
    expect((error as AggregateError).errors).toEqual([new Error('a'), new Error('b')]);
  });

  it.each<[string, (group: TaskGroup<number>) => void]>([
    ['there are no tasks', () => undefined],
    [
      'all tasks are killed',
      (group) => {
        group.spawn(() => (sleep(1), 1));
        group.cancel();
      },
    ],
  ])('has no winner if %s, which is an error without errors', async (_, fill) => {
    const error = await runVirtually(() => errorOf(() => taskGroup(fill, { policy: 'race' })));
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.message).toBe('the race has no winner: no task of the group has ended with a value');
    expect((error as AggregateError).errors).toEqual([]);
  });

  it('may be won by undefined', async () => {
    const won = runVirtually(() =>
      taskGroup<undefined>((group) => void group.spawn(() => undefined), { policy: 'race' }),
    );
    await expect(won).resolves.toBeUndefined();
  });
});

describe('when the host is stopped from outside', () => {
  const waitingTask = (log: string[], name: string, cleanUp: number) => () => {
    try {
      new Event().wait();
    } finally {
      sleep(cleanUp);
      log.push(name);
    }
  };

  it('a kill takes the tasks along, and takes effect when they have ended', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      const host = spawn(() => {
        try {
          taskGroup((group) => {
            group.spawn(waitingTask(log, 'task', 10));
          });
        } finally {
          log.push('host');
        }
      });
      sleep(1);
      host.kill();
      log.push('after');
    });
    expect(log).toEqual(['task', 'host', 'after']);
  });

  it('a second kill does not leave tasks behind', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      const host = spawn(() => taskGroup((group) => void group.spawn(waitingTask(log, 'task', 10))));
      sleep(1);
      host.kill(GreenletExit, { block: false });
      sleep(1);
      host.kill();
      log.push('after');
    });
    expect(log).toEqual(['task', 'after']);
  });

  it('a timeout around the scope ends it, and goes through unchanged', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() => withTimeout(5, () => taskGroup((group) => void group.spawn(waitingTask(log, 'task', 10))))),
    );
    expect(error).toBeInstanceOf(Timeout);
    expect(log).toEqual(['task']);
  });

  it('its own deadline does the same', async () => {
    const log: string[] = [];
    const error = await runVirtually(() =>
      errorOf(() => taskGroup((group) => void group.spawn(waitingTask(log, 'task', 1)), { timeout: 5 })),
    );
    expect(error).toBeInstanceOf(Timeout);
    expect(log).toEqual(['task']);
  });

  it('so does its own signal, with the reason', async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const error = await runVirtually(() => {
      spawn(() => {
        sleep(5);
        controller.abort(new RangeError('enough'));
      });
      return errorOf(() =>
        taskGroup((group) => void group.spawn(waitingTask(log, 'task', 1)), { signal: controller.signal }),
      );
    });
    expect(error).toEqual(new RangeError('enough'));
    expect(log).toEqual(['task']);
  });

  it('the tasks of nested scopes end from the inside out', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      const host = spawn(() =>
        taskGroup((outer) => {
          outer.spawn(() => {
            try {
              taskGroup((inner) => void inner.spawn(waitingTask(log, 'inner', 10)));
            } finally {
              log.push('outer');
            }
          });
        }),
      );
      sleep(1);
      host.kill();
    });
    expect(log).toEqual(['inner', 'outer']);
  });

  it('the tasks of a group without a scope end with it', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      const host = spawn(() => {
        new TaskGroup().spawn(waitingTask(log, 'task', 0));
      });
      host.join();
      sleep(1);
    });
    expect(log).toEqual(['task']);
  });

  it('cancel kills the tasks, and those that are spawned later never run', async () => {
    const late = jest.fn();
    const size = await runVirtually(() =>
      taskGroup((group) => {
        group.spawn(() => sleep(1000));
        sleep(1);
        group.cancel();
        group.spawn(late);
        sleep(1);
        return group.size;
      }),
    );
    expect(size).toBe(0);
    expect(late).not.toHaveBeenCalled();
  });
});

describe('a group that is declared with using', () => {
  it('lets its tasks end if it is joined', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      using group = new TaskGroup();
      group.spawn(() => {
        sleep(10);
        log.push('task');
      });
      expect(group.join(5)).toBe(false);
      expect(group.join()).toBe(true);
    });
    expect(log).toEqual(['task']);
  });

  it('kills them at the end of the block otherwise, and waits for that', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      {
        using group = new TaskGroup();
        group.spawn(() => {
          try {
            sleep(1000);
          } finally {
            sleep(1);
            log.push('killed');
          }
        });
        sleep(1);
      }
      log.push('after');
    });
    expect(log).toEqual(['killed', 'after']);
  });

  it('throws what its tasks have failed with where the host waits', async () => {
    const error = await runVirtually(() =>
      errorOf(() => {
        using group = new TaskGroup();
        group.spawn(() => {
          throw new RangeError('broken');
        });
        sleep(1000);
      }),
    );
    expect((error as AggregateError).errors).toEqual([new RangeError('broken')]);
  });

  it('also by await using', async () => {
    const alive = await runVirtually(async () => {
      const host = getCurrent();
      let task;
      {
        await using group = new TaskGroup();
        task = group.spawn(() => sleep(1000));
      }
      return [task.dead, host.dead];
    });
    expect(alive).toEqual([true, false]);
  });
});
