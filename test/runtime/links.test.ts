import { AsyncLocalStorage } from 'node:async_hooks';
import {
  AsyncResult,
  Event,
  Greenlet,
  run,
  Semaphore,
  setErrorHandler,
  sleep,
  spawn,
  SwitchError,
  waitFor,
} from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import * as joins from './support/joins.ts';

type Result = AsyncResult<string>;

describe('links', () => {
  it('E38: link calls back in a greenlet of its own, which may block; order is kept', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => log.push('ends'));
      greenlet.link((ended) => {
        log.push(`first ${String(ended === greenlet)}`);
        sleep(5);
        log.push('first again');
      });
      greenlet.link(() => log.push('second'));
      greenlet.join();
      log.push('joined');
      sleep(10);
    });
    expect(log).toEqual(['ends', 'first true', 'second', 'joined', 'first again']);
  });

  it('E38, E14: rawlink calls back in the hub, where it must not block; the hub goes on after that', async () => {
    const host = useVirtualHost();
    const errors: unknown[] = [];
    const previous = setErrorHandler((error) => errors.push(error));
    const greenlet = spawn(() => 0);
    greenlet.rawlink(() => sleep(5));
    await host.drain();
    setErrorHandler(previous);
    expect(errors).toEqual([expect.any(SwitchError)]);
    expect(
      await settle(
        host,
        spawn(() => 'the hub goes on'),
      ),
    ).toBe('the hub goes on');
  });

  it('E40: a late link is called all the same, but not at once', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => 0);
      greenlet.join();
      greenlet.link(() => log.push('link'));
      greenlet.rawlink(() => log.push('rawlink'));
      log.push('linked');
      sleep(1);
    });
    expect(log).toEqual(['linked', 'link', 'rawlink']);
  });

  it('E41: an error in one is reported; the others are called', async () => {
    const host = useVirtualHost();
    const reported: unknown[] = [];
    const log: string[] = [];
    const previous = setErrorHandler((error) => reported.push(error));
    const greenlet = spawn(() => 0);
    greenlet.link(() => {
      throw new RangeError('link');
    });
    greenlet.rawlink(() => {
      throw new RangeError('rawlink');
    });
    greenlet.link(() => log.push('link'));
    greenlet.rawlink(() => log.push('rawlink'));
    await host.drain();
    setErrorHandler(previous);
    expect(log.sort()).toEqual(['link', 'rawlink']);
    expect(reported).toEqual(expect.arrayContaining([new RangeError('link'), new RangeError('rawlink')]));
  });

  it('E43: linkValue and linkException tell success and failure apart; a plain kill is a success', async () => {
    const log: string[] = [];
    function watch(name: string, greenlet: Greenlet): void {
      greenlet.linkValue(() => log.push(`${name}: value`));
      greenlet.linkException(() => log.push(`${name}: exception`));
    }
    const host = useVirtualHost();
    const succeeding = spawn(() => 0);
    const failing = spawn(() => {
      throw new Error('x');
    });
    const killed = spawn(sleep, 1000);
    watch('succeeding', succeeding);
    watch('failing', failing);
    watch('killed', killed);
    killed.kill(undefined, { block: false });
    await host.drain();
    expect(log.sort()).toEqual(['failing: exception', 'killed: value', 'succeeding: value']);
  });

  it('come before those who wait, who may have come before them', async () => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(sleep, 10);
      const early = spawn(() => {
        greenlet.join();
        log.push('joined early');
      });
      sleep(1);
      greenlet.link(() => log.push('link'));
      greenlet.rawlink(() => log.push('rawlink'));
      greenlet.linkValue(() => log.push('linkValue'));
      greenlet.get();
      log.push('got');
      early.join();
    });
    expect(log).toEqual(['link', 'rawlink', 'linkValue', 'joined early', 'got']);
  });

  it.each<[string, (greenlet: Greenlet<string>) => unknown]>([
    ['join', joins.join],
    ['get', joins.get],
    ['joinAll', joins.joinAll],
    ['waitFor', joins.waitFor],
    ['wait', joins.wait],
  ])('have run when %s returns', async (_, join) => {
    const log: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => 'value');
      greenlet.link(() => log.push('link'));
      greenlet.linkValue(() => log.push('linkValue'));
      greenlet.rawlink(() => log.push('rawlink'));
      join(greenlet);
      log.push('joined');
    });
    expect(log).toEqual(['link', 'linkValue', 'rawlink', 'joined']);
  });

  it('have run when a promise for the result calls back', async () => {
    const host = useVirtualHost();
    const log: string[] = [];
    const greenlet = spawn(() => 0);
    const promise = greenlet.then(() => log.push('then'));
    greenlet.link(() => log.push('link'));
    await settle(host, promise);
    expect(log).toEqual(['link', 'then']);
  });

  it('keep what AsyncLocalStorage holds where they are made', async () => {
    hub.useHost(defaultHost);
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => 0);
      storage.run('context', () => greenlet.link(() => seen.push(storage.getStore())));
      greenlet.link(() => seen.push(storage.getStore()));
      greenlet.join();
    });
    expect(seen).toEqual(['context', undefined]);
  });

  it('can be results, which take over what the greenlet ends with', async () => {
    const [value, error, onlyValue, onlyError, unlinked] = await runVirtually(() => {
      'use greenlet';
      const results = Array.from({ length: 5 }, () => new AsyncResult<string>());
      const [value, error, onlyValue, onlyError, unlinked] = results as [Result, Result, Result, Result, Result];
      const succeeding = spawn(() => 'value');
      const failing = spawn((): string => {
        throw new RangeError('x');
      });
      succeeding.link(value);
      succeeding.linkException(onlyError);
      succeeding.rawlink(unlinked);
      succeeding.unlink(unlinked);
      failing.rawlink(error);
      failing.linkValue(onlyValue);
      waitFor([value, error]);
      return [value.get(), error.exception, onlyValue.ready(), onlyError.ready(), unlinked.ready()];
    });
    expect([value, error]).toEqual(['value', new RangeError('x')]);
    expect([onlyValue, onlyError, unlinked]).toEqual([false, false, false]);
  });

  it('of a result can be results, too', async () => {
    const host = useVirtualHost();
    const [source, copy] = [new AsyncResult<number>(), new AsyncResult<number>()];
    source.rawlink(copy);
    source.set(5);
    expect(await settle(host, copy)).toBe(5);
  });

  it.each([42, null, undefined, new Event(), 'name'])('refuse %p at once', (target) => {
    const greenlet = new Greenlet(() => 0);
    const links = [
      () => greenlet.link(target as never),
      () => greenlet.linkValue(target as never),
      () => greenlet.linkException(target as never),
      () => greenlet.rawlink(target as never),
      () => new AsyncResult().rawlink(target as never),
    ];
    for (const link of links) expect(link).toThrow(/^expected a function, or an AsyncResult, got /);
    for (const source of [new Event(), new Semaphore()]) {
      expect(() => source.rawlink(target as never)).toThrow(/^expected a function, got /);
    }
  });

  it('the same callback can be linked twice, and is unlinked once at a time', async () => {
    const host = useVirtualHost();
    const callback = jest.fn();
    const greenlet = spawn(() => 0);
    for (let i = 0; i < 3; i++) greenlet.rawlink(callback);
    greenlet.unlink(callback);
    greenlet.unlink(() => undefined);
    await host.drain();
    expect(callback).toHaveBeenCalledTimes(2);
  });

  it('is unlinked from the source that is asked, and from no other', async () => {
    const host = useVirtualHost();
    const [first, second] = [new Event(), new Event()];
    const once = jest.fn();
    const both = jest.fn();
    first.rawlink(once);
    second.unlink(once);
    for (const event of [first, second]) event.rawlink(both);
    first.unlink(both);
    for (const event of [first, second]) event.set();
    await host.drain();
    expect(once.mock.calls).toEqual([[first]]);
    expect(both.mock.calls).toEqual([[second]]);
  });

  it('can be linked and unlinked again after it was called', async () => {
    const host = useVirtualHost();
    const event = new Event();
    const callback = jest.fn();
    for (let i = 0; i < 3; i++) {
      event.clear();
      event.rawlink(callback);
      if (i === 1) event.unlink(callback);
      event.set();
      await host.drain();
    }
    expect(callback).toHaveBeenCalledTimes(2);
  });
});
