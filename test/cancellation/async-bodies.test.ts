import {
  Greenlet,
  Group,
  kill,
  Pool,
  RLock,
  run,
  Semaphore,
  shutdown,
  sleep,
  spawn,
  taskGroup,
  TaskGroup,
  Timeout,
  wait,
  withTimeout,
} from 'greenlets';
import { gatherReports } from '../support/gather-reports.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from '../runtime/support/error-of.ts';
import { bodyFixture } from './support.ts';

const INTERRUPTED = ['begun', 'cleaned up', 'over'];

describe('A cancellation reaches the body of an async function', () => {
  /** Ways to call the body so that it is interrupted after 10 ms, and the time at which that is over. */
  const ways: Record<string, (body: () => Promise<string>) => void> = {
    'that spawn runs': (body) => {
      'use greenlet';
      const greenlet = spawn(body);
      sleep(10);
      greenlet.kill();
    },
    'that a signal ends': (body) => {
      'use greenlet';
      const controller = new AbortController();
      const greenlet = spawn({ signal: controller.signal }, body);
      sleep(10);
      controller.abort();
      greenlet.join();
    },
    'that run runs': (body) => {
      'use greenlet';
      const controller = new AbortController();
      const promise = run({ signal: controller.signal }, body);
      sleep(10);
      controller.abort(new Error('no longer needed'));
      errorOf(() => wait(promise));
    },
    'of a subclass of Greenlet': (body) => {
      'use greenlet';
      class Own extends Greenlet<string, []> {
        constructor() {
          super(null);
        }
        protected override body(): Promise<string> {
          return body();
        }
      }
      const greenlet = new Own();
      greenlet.start();
      sleep(10);
      greenlet.kill();
    },
    'whose time withTimeout limits': (body) => {
      'use greenlet';
      expect(errorOf(() => withTimeout(10, body))).toBeInstanceOf(Timeout);
    },
    'that withTimeout has a value for': (body) => {
      'use greenlet';
      expect(withTimeout(10, body, { timeoutValue: 'late' })).toBe('late');
    },
    'that withTimeout ends by a signal': (body) => {
      'use greenlet';
      const controller = new AbortController();
      spawn(() => {
        sleep(10);
        controller.abort(new Error('no longer needed'));
      });
      expect(errorOf(() => withTimeout(null, body, { signal: controller.signal }))).toBe(controller.signal.reason);
    },
    'whose caller has started a Timeout': (body) => {
      'use greenlet';
      const timeout = Timeout.startNew(10);
      try {
        new Semaphore().with(body);
      } catch (error) {
        if (!timeout.owns(error)) throw error;
      } finally {
        timeout.close();
      }
    },
    'called with a lock': (body) => {
      'use greenlet';
      const lock = new RLock();
      const greenlet = spawn(() => lock.with(body));
      sleep(10);
      greenlet.kill();
      expect(lock.locked()).toBe(false);
    },
    'in a pool': (body) => {
      'use greenlet';
      const pool = new Pool(2);
      pool.spawn(body);
      sleep(10);
      pool.kill();
    },
    'that apply calls in a member': (body) => {
      'use greenlet';
      const pool = new Pool(1);
      const member = pool.spawn(() => pool.apply(body));
      sleep(10);
      member.kill();
    },
    'that applyAsync calls': (body) => {
      'use greenlet';
      const group = new Group();
      group.applyAsync(body);
      sleep(10);
      group.kill();
    },
    'that map calls': (body) => {
      'use greenlet';
      const pool = new Pool(1);
      pool.mapAsync(body, [1]);
      sleep(10);
      pool.kill();
    },
    'that imap calls': (body) => {
      'use greenlet';
      const pool = new Pool(1);
      pool.imap(body, [1]);
      sleep(10);
      pool.kill();
    },
    'that is a task': (body) => {
      'use greenlet';
      errorOf(() =>
        taskGroup((group) => {
          group.spawn(body);
          sleep(10);
          throw new Error('over');
        }),
      );
    },
    'of a scope whose task fails': (body) => {
      'use greenlet';
      const error = errorOf(() =>
        taskGroup((group) => {
          'use greenlet';
          group.spawn(() => {
            sleep(10);
            throw new Error('failed');
          });
          return body();
        }),
      );
      expect(error).toBeInstanceOf(AggregateError);
    },
    'that runs in a task of a declared group': (body) => {
      'use greenlet';
      const group = new TaskGroup();
      group.spawn(body);
      sleep(10);
      group[Symbol.dispose]();
    },
    'that another one returns': (body) => {
      'use greenlet';
      const greenlet = spawn(async () => body());
      sleep(10);
      greenlet.kill();
    },
    'that another one returns later': (body) => {
      'use greenlet';
      const greenlet = spawn(async () => {
        'use greenlet';
        sleep(1);
        return body();
      });
      sleep(10);
      greenlet.kill();
    },
    'that is an async arrow': (body) => {
      'use greenlet';
      const greenlet = spawn(async () => {
        'use greenlet';
        await Promise.resolve();
        return withTimeout(null, body);
      });
      sleep(10);
      greenlet.kill();
    },
    'that is a method': (body) => {
      'use greenlet';
      class Service {
        async serve(): Promise<string> {
          'use greenlet';
          return withTimeout(null, body);
        }
      }
      const service = new Service();
      const greenlet = spawn(() => service.serve());
      sleep(10);
      greenlet.kill();
    },
    'when the program is shut down': (body) => {
      'use greenlet';
      spawn(body);
      sleep(10);
      wait(shutdown());
    },
    'by the function kill': (body) => {
      'use greenlet';
      const greenlet = spawn(body);
      sleep(10);
      kill(greenlet);
      greenlet.join();
    },
  };

  it.each(Object.entries(ways))('%s', async (_, way) => {
    const reports = gatherReports();
    const { log, body } = bodyFixture();
    await runVirtually(() => {
      'use greenlet';
      way(body);
      log.push('over');
    });
    expect(log).toEqual(INTERRUPTED);
    expect(reports).toEqual([]);
  });
});
