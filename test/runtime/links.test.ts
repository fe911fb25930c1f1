import { type Greenlet, setErrorHandler, sleep, spawn, SwitchError } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';

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
    expect(log).toEqual(['ends', 'joined', 'first true', 'second', 'first again']);
  });

  it('E38: rawlink calls back in the hub, where it must not block', async () => {
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
        spawn(() => 'E14: the hub goes on'),
      ),
    ).toBe('E14: the hub goes on');
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
    expect(log).toEqual(['linked', 'rawlink', 'link']);
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
});
