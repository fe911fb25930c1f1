import { Greenlet, run, setErrorHandler, setFatalErrors, setQuietErrors, sleep, spawn } from 'greenlets';
import { wrapErrors } from 'greenlets/helpers';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

class Expected extends Error {}

function fail(message: string): never {
  'use greenlet';
  sleep(1);
  throw new Error(message);
}

describe('setErrorHandler for a greenlet', () => {
  const all: string[] = [];
  const note = (log: string[]) => (error: unknown) => void log.push((error as Error).message);
  let previous: ReturnType<typeof setErrorHandler>;
  beforeEach(() => {
    all.length = 0;
    previous = setErrorHandler(note(all));
  });
  afterEach(() => void setErrorHandler(previous));

  it('is told of its errors, and of those of the greenlets that it starts', async () => {
    const own: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const parent = spawn(() => {
        'use greenlet';
        spawn(() => {
          'use greenlet';
          spawn(fail, 'of the grandchild');
          fail('of the child');
        });
        fail('of the parent');
      });
      setErrorHandler(note(own), parent);
      spawn(fail, 'of another');
      sleep(10);
    });
    expect(own.sort()).toEqual(['of the child', 'of the grandchild', 'of the parent']);
    expect(all).toEqual(['of another']);
  });

  it('returns the one so far, and is taken back by null', async () => {
    const own: string[] = [];
    const handlers = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(fail, 'failed');
      const handler = note(own);
      const seen = [setErrorHandler(handler, greenlet), setErrorHandler(null, greenlet) === handler];
      sleep(10);
      return seen;
    });
    expect(handlers).toEqual([null, true]);
    expect([own, all]).toEqual([[], ['failed']]);
  });

  it('does not break the hub if it fails itself', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation();
    await runVirtually(() => {
      'use greenlet';
      setErrorHandler(() => fail('of the handler'), spawn(fail, 'failed'));
      sleep(10);
    });
    expect(printed).toHaveBeenCalledTimes(2);
    printed.mockRestore();
  });

  it('refuses what is no greenlet, and no function', () => {
    expect(errorOf(() => setErrorHandler(() => undefined, {} as never)).message).toContain('expected a greenlet, got');
    expect(errorOf(() => setErrorHandler(3 as never, new Greenlet(() => 1))).message).toContain(
      'expected a function, or null, got `3` (number)',
    );
  });
});

describe('classes of errors', () => {
  const reported: unknown[] = [];
  let previous: ReturnType<typeof setErrorHandler>;
  beforeEach(() => {
    reported.length = 0;
    previous = setErrorHandler((error) => void reported.push(error));
  });
  afterEach(() => {
    setErrorHandler(previous);
    setQuietErrors([]);
    setFatalErrors([]);
  });

  it.each([
    ['an arrow function', () => new RangeError('x'), '`anonymous` (function)'],
    ['a name', 'RangeError', '`"RangeError"` (string)'],
  ])('are refused if one is %s', (_, value, shown) => {
    const message = `expected a class of errors, got ${shown}`;
    expect(() => setQuietErrors([RangeError, value as never])).toThrow(new TypeError(message));
    expect(() => setFatalErrors([value as never])).toThrow(new TypeError(message));
    expect(() => wrapErrors(value as never, fail)).toThrow(
      new TypeError(message.replace('errors,', 'errors, or an array,')),
    );
  });

  function failWith(error: Error): never {
    'use greenlet';
    sleep(1);
    throw error;
  }

  it('E23: are quiet: they are not reported, but whoever asks gets them', async () => {
    expect(setQuietErrors([Expected])).toEqual([]);
    const asked = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(failWith, new Expected('quiet'));
      spawn(failWith, new RangeError('loud'));
      sleep(10);
      return greenlet.exception;
    });
    expect(asked).toEqual(new Expected('quiet'));
    expect(reported).toEqual([new RangeError('loud')]);
    expect(setQuietErrors([])).toEqual([Expected]);
  });

  it('E22: are fatal: they are thrown outside of greenlets', async () => {
    setFatalErrors([Expected]);
    const host = useVirtualHost();
    const thrown: unknown[] = [];
    const later = host.setImmediate.bind(host);
    host.setImmediate = (callback) => {
      later(() => {
        try {
          callback();
        } catch (error) {
          thrown.push(error);
        }
      });
    };
    const joined = run(() => {
      'use greenlet';
      const greenlet = spawn(failWith, new Expected('fatal'));
      greenlet.join();
      sleep(10);
      return greenlet.failure;
    });
    expect(await settle(host, joined)).toEqual(new Expected('fatal'));
    expect(thrown).toEqual([new Expected('fatal')]);
    expect(reported).toEqual([]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'no array',
      () => setQuietErrors(Expected as never),
      'expected an array of classes of errors, got `Expected` (function)',
    ],
    ['no class', () => setFatalErrors(['x' as never]), 'expected a class of errors, got `"x"` (string)'],
  ])('refuse %s', (_, call, message) => {
    expect(errorOf(call).message).toBe(message);
  });
});
