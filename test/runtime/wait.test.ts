import { sleep, spawn, SwitchError, wait } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('wait', () => {
  it('returns the value of a promise', async () => {
    const value = await runVirtually(() => {
      'use greenlet';
      return `got ${wait(Promise.resolve('it'))}`;
    });
    expect(value).toBe('got it');
  });

  it('throws the reason of a promise', async () => {
    const reason = new RangeError('x');
    const error = await runVirtually(() => {
      'use greenlet';
      return errorOf(() => wait(Promise.reject(reason)));
    });
    expect(error).toBe(reason);
  });

  it('takes any thenable', async () => {
    const thenable: PromiseLike<number> = {
      then: (onFulfilled) => Promise.resolve(5).then(onFulfilled),
    };
    expect(await runVirtually(wait, thenable)).toBe(5);
  });

  it.each([undefined, null, 0, 'x', { then: 'not a function' }])('returns %p at once', async (value) => {
    const log: string[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      spawn(() => log.push('other'));
      const same = wait(value);
      log.push('main');
      return same;
    });
    expect(result).toBe(value);
    expect(log[0]).toBe('main');
  });

  it('blocks the caller only', async () => {
    const log: string[] = [];
    let resolve: (value: string) => void = () => {};
    await runVirtually(() => {
      'use greenlet';
      spawn(() => {
        sleep(5);
        log.push('other');
        resolve('value');
      });
      log.push(wait(new Promise<string>((each) => (resolve = each))));
    });
    expect(log).toEqual(['other', 'value']);
  });

  it('waits for a greenlet too, which is a thenable', async () => {
    const value = await runVirtually(() => {
      'use greenlet';
      return wait(spawn(() => 'result')) + '!';
    });
    expect(value).toBe('result!');
  });

  it('cannot block outside greenlets', () => {
    expect(() => wait(Promise.resolve())).toThrow(SwitchError);
    expect(wait(5)).toBe(5);
  });
});
