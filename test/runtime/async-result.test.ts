import { AsyncResult, sleep, spawn, Timeout } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';

describe('AsyncResult', () => {
  it('gives a value to all who wait, later and as often as asked', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const result = new AsyncResult<string>();
      for (const name of ['a', 'b']) spawn(() => log.push(`${name} ${result.get()}`));
      sleep(0);
      result.set('value');
      log.push('set');
      sleep(0);
      log.push(result.get(), result.getNowait(), result.wait(), result.value, result.ready(), result.successful());
    });
    expect(log).toEqual(['set', 'a value', 'b value', 'value', 'value', 'value', 'value', true, true]);
  });

  it('throws the very error in everybody who gets it', async () => {
    const error = new RangeError('x');
    const results = await runVirtually(() => {
      'use greenlet';
      const result = new AsyncResult();
      result.setException(error);
      return [
        errorOf(() => result.get()),
        errorOf(() => result.getNowait()),
        result.wait(),
        result.exception,
        result.value,
      ];
    });
    expect(results).toEqual([error, error, undefined, error, undefined]);
  });

  it('E73: a second result is an error, and changes nothing', () => {
    const result = new AsyncResult();
    result.set(1);
    expect(() => result.set(2)).toThrow('this AsyncResult has a result already');
    expect(() => result.setException(new Error('x'))).toThrow('this AsyncResult has a result already');
    expect(result.value).toBe(1);
    expect(result.exception).toBeUndefined();
  });

  it('E74: cannot be cancelled', () => {
    expect(new AsyncResult().cancel()).toBe(false);
  });

  it('get and getNowait throw a Timeout, wait returns undefined, if it does not come in time', async () => {
    const results = await runVirtually(() => {
      'use greenlet';
      const result = new AsyncResult();
      return [errorOf(() => result.get(10)), errorOf(() => result.getNowait()), result.wait(10)];
    });
    expect(results).toEqual([expect.any(Timeout), expect.any(Timeout), undefined]);
  });

  it('can be awaited', async () => {
    const host = useVirtualHost();
    const result = new AsyncResult<string>();
    spawn(() => result.set('value'));
    expect(await settle(host, result)).toBe('value');
    const failed = new AsyncResult();
    failed.setException(new RangeError('x'));
    await expect(settle(host, failed)).rejects.toThrow(new RangeError('x'));
  });

  it('can take over the result of a greenlet', async () => {
    const [value, error] = await runVirtually(() => {
      'use greenlet';
      const result = new AsyncResult<string>();
      spawn(() => 'value').rawlink((greenlet) => result.copy(greenlet));
      const failed = new AsyncResult();
      spawn(() => {
        throw new RangeError('x');
      }).rawlink((greenlet) => failed.copy(greenlet));
      return [result.get(), errorOf(() => failed.get())];
    });
    expect(value).toBe('value');
    expect(error).toEqual(new RangeError('x'));
  });

  it('rawlink is called when the result comes', async () => {
    const host = useVirtualHost();
    const result = new AsyncResult();
    const callback = jest.fn();
    const unlinked = jest.fn();
    result.rawlink(callback);
    result.rawlink(unlinked);
    result.unlink(unlinked);
    result.set(1);
    expect(callback).not.toHaveBeenCalled();
    await host.drain();
    expect(callback).toHaveBeenCalledWith(result);
    expect(unlinked).not.toHaveBeenCalled();
  });
});
