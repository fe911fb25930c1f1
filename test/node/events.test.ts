import events, { EventEmitter, once as promised } from 'node:events';
import { isNativeError } from 'node:util/types';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import cooperativeEvents, { implemented, once } from '../../runtime/node/events/index.ts';

/** Waits in a greenlet; `act` is called when it does. */
async function whileWaiting(act: () => void, wait: () => unknown): Promise<unknown> {
  return await run(() => {
    'use greenlet';
    const waiting = spawn(wait);
    sleep(0);
    act();
    return waiting.get();
  }).catch((error: unknown) => ({ thrown: error }));
}

describe('greenlets/node/events', () => {
  it('implements once, and hands out the class itself', () => {
    expect(implemented).toEqual(['once']);
    expect(cooperativeEvents).toBe(events);
    expect(once.name).toBe('once');
  });

  it('returns what the listeners are given', async () => {
    const emitter = new EventEmitter();
    const values = await whileWaiting(
      () => emitter.emit('ready', 1, 2),
      () => {
        'use greenlet';
        return once(emitter, 'ready');
      },
    );
    expect(values).toEqual([1, 2]);
    expect(emitter.eventNames()).toEqual([]);
  });

  it('is what events.once stands for in marked code', async () => {
    const emitter = new EventEmitter();
    const values = await whileWaiting(
      () => emitter.emit('ready', 1),
      () => {
        'use greenlet';
        return [promised(emitter, 'ready')];
      },
    );
    expect(values).toEqual([[1]]);
  });

  it('throws the error that comes instead', async () => {
    const emitter = new EventEmitter();
    const outcome = await whileWaiting(
      () => emitter.emit('error', new Error('broken')),
      () => {
        'use greenlet';
        return once(emitter, 'ready');
      },
    );
    expect(outcome).toEqual({ thrown: new Error('broken') });
    expect(emitter.eventNames()).toEqual([]);
  });

  it('waits for an error as for any event', async () => {
    const emitter = new EventEmitter();
    const outcome = await whileWaiting(
      () => emitter.emit('error', 'broken'),
      () => {
        'use greenlet';
        return once(emitter, 'error');
      },
    );
    expect(outcome).toEqual(['broken']);
  });

  it('knows event targets', async () => {
    const target = new EventTarget();
    const outcome = await whileWaiting(
      () => target.dispatchEvent(new Event('ready')),
      () => {
        'use greenlet';
        return once<[Event]>(target, 'ready').map(({ type }) => type);
      },
    );
    expect(outcome).toEqual(['ready']);
  });

  it('ends with an AbortError when the signal fires', async () => {
    const emitter = new EventEmitter();
    const controller = new AbortController();
    const outcome = await whileWaiting(
      () => controller.abort('enough'),
      () => {
        'use greenlet';
        return once(emitter, 'ready', { signal: controller.signal });
      },
    );
    expect(outcome).toMatchObject({ thrown: { name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' } });
    expect(emitter.eventNames()).toEqual([]);
  });

  it.each([
    [[{}, 'ready']],
    [[null, 'ready']],
    [[new EventEmitter(), 'ready', { signal: 'x' }]],
    [[new EventEmitter(), 'ready', { signal: AbortSignal.abort() }]],
  ])('throws what the promise is rejected with: %p', async (args) => {
    const expected = await (events as unknown as { once(...all: unknown[]): Promise<unknown> })
      .once(...args)
      .catch((error: unknown) => error);
    const error = await run(() => {
      'use greenlet';
      return (once as (...args: unknown[]) => unknown)(...args);
    }).catch((error: unknown) => error);
    expect(error).toEqual(expected);
    expect(isNativeError(error)).toBe(true);
  });

  it.each([[undefined], [{}]])('stops listening when its greenlet is killed, with the options %p', async (options) => {
    const emitter = new EventEmitter();
    const names = await run(() => {
      'use greenlet';
      const waiting = spawn(() => once(emitter, 'ready', options));
      sleep(0);
      const names = emitter.eventNames();
      waiting.kill();
      return names;
    });
    expect(names).toEqual(['ready', 'error']);
    expect(emitter.eventNames()).toEqual([]);
  });

  it('throws a SwitchError outside greenlets, and listens to nothing', () => {
    const emitter = new EventEmitter();
    const wait = (): unknown => {
      'use greenlet';
      return once(emitter, 'ready');
    };
    expect(wait).toThrow(SwitchError);
    expect(wait).toThrow('events.once() would block, but no greenlet is running');
    expect(emitter.eventNames()).toEqual([]);
  });
});
