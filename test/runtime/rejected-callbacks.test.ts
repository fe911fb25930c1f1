import {
  AsyncResult,
  Group,
  kill,
  setErrorHandler,
  sleep,
  spawn,
  spawnRaw,
  Timeout,
  wait,
  withTimeout,
} from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

/** What goes to the error handler while `fn` runs, and 10 ms longer. */
async function reportsOf(fn: () => unknown): Promise<string[]> {
  const reports: string[] = [];
  const previous = setErrorHandler((error) => void reports.push(String(error)));
  await runVirtually(() => {
    'use greenlet';
    fn();
    sleep(10);
  });
  setErrorHandler(previous);
  return reports;
}

const never = new Promise<never>(() => undefined);
const fail = (): unknown => Promise.reject(new RangeError('rejected'));

describe('The rejection of a promise that a callback returns is reported', () => {
  function callbacks(): [string, () => unknown][] {
    'use greenlet';
    return [
      ['onAbandon', () => withTimeout(1, () => wait(never, { onAbandon: fail }), { timeoutValue: null })],
      ['onAbandon that blocks', () => withTimeout(1, () => wait(never, { onAbandon: blocks }), { timeoutValue: null })],
      ['link', () => spawn(nothing).link(fail)],
      ['linkValue', () => spawn(nothing).linkValue(fail)],
      ['linkException', () => spawn(() => errorIn()).linkException(fail)],
      ['rawlink', () => spawn(nothing).rawlink(fail)],
      ['rawlink of a result', () => resultOf(1).rawlink(fail)],
      ['applyAsync', () => new Group().applyAsync(() => 1, [], fail)],
      ['spawnRaw', () => spawnRaw(fail)],
    ];
  }

  function blocks(): void {
    'use greenlet';
    sleep(1);
    throw new RangeError('rejected');
  }
  const nothing = (): void => undefined;
  function errorIn(): never {
    throw new Error('asked for');
  }
  function resultOf(value: unknown): AsyncResult {
    const result = new AsyncResult();
    result.set(value);
    return result;
  }

  it.each(callbacks())('%s', async (_, call) => {
    expect(await reportsOf(call)).toEqual(['RangeError: rejected']);
  });
});

describe('onAbandon', () => {
  it.each<[string, (reason: unknown) => unknown]>([
    ['throws', () => JSON.parse('{') as unknown],
    ['rejects', fail],
    [
      'blocks',
      () => {
        'use greenlet';
        sleep(1);
        throw new Error('late');
      },
    ],
  ])('does not replace the reason if it %s', async (_, onAbandon) => {
    const results: unknown[] = [];
    const reports = await reportsOf(() => {
      'use greenlet';
      results.push(errorOf(() => wait(never, { timeout: 1, onAbandon })));
      const greenlet = spawn(() => wait(never, { onAbandon }));
      sleep(1);
      greenlet.kill();
      results.push(greenlet.value);
    });
    expect(results).toEqual([expect.any(Timeout), expect.objectContaining({ name: 'GreenletExit' })]);
    expect(reports).toHaveLength(2);
  });

  it('need not handle the reason itself', async () => {
    const reports = await reportsOf(() => {
      'use greenlet';
      const greenlet = spawn(() =>
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is one
        wait(never, { onAbandon: (reason): unknown => Promise.reject(reason) }),
      );
      sleep(1);
      kill(greenlet);
    });
    expect(reports).toEqual([]);
  });
});

describe('An error handler that returns a promise', () => {
  it('has its rejection reported by the default handler, and the error', async () => {
    const printed: unknown[] = [];
    const log = jest.spyOn(console, 'error').mockImplementation((_, error) => void printed.push(String(error)));
    const { exitCode } = process;
    const previous = setErrorHandler(fail);
    await runVirtually(() => {
      'use greenlet';
      spawn(() => {
        throw new Error('first');
      });
      sleep(10);
    });
    setErrorHandler(previous);
    log.mockRestore();
    process.exitCode = exitCode;
    expect(printed).toEqual(['RangeError: rejected', 'Error: first']);
  });
});
