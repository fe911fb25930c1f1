import { AsyncLocalStorage } from 'node:async_hooks';
import { Continulet, type Context, getCurrent, Greenlet } from 'greenlets/core';
import { Greenlet as ScheduledGreenlet, sleep, spawn } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

describe('the context of a greenlet', () => {
  const storage = new AsyncLocalStorage<string>();
  const main = getCurrent();

  function contextWith(value: string): Context | null {
    return storage.run(value, () => getCurrent().context);
  }

  it('is there again when it goes on, also if nothing but code that is not compiled has entered it', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      main.switch();
      return storage.getStore();
    });
    storage.run('starter', () => greenlet.switch());
    expect(storage.run('other', () => [greenlet.switch(), storage.getStore()])).toEqual(['starter', 'other']);
  });

  it('G38: is inherited, unlike in Python: a raw one takes it from whoever switches to it first', () => {
    const greenlet = new Greenlet(() => storage.getStore());
    expect(storage.run('switcher', () => greenlet.switch())).toBe('switcher');
  });

  it('G38: is inherited, too, where the switch is the last that is done in a scope, and a given one is not replaced', () => {
    const read = (): unknown => storage.getStore();
    const switcher = new Greenlet(() => {
      'use greenlet';
      const given = new Greenlet(read);
      given.context = contextWith('given');
      const values = [
        storage.run('scope', () => new Greenlet(read).switch()),
        storage.run('scope', () => given.switch()),
        storage.run('scope', () => new Continulet(read).switch()),
        storage.run('outer', () => [storage.exit(() => new Greenlet(read).switch()), storage.getStore()]),
      ];
      return [...values, storage.getStore(), new Greenlet(read).switch()];
    });
    expect(storage.run('first', () => switcher.switch())).toEqual([
      'scope',
      'given',
      'scope',
      [undefined, 'outer'],
      'first',
      'first',
    ]);
  });

  it('G38: can be replaced before the start by that of another one', () => {
    const context = contextWith('given');
    const greenlet = new Greenlet(() => storage.getStore());
    greenlet.context = context;
    expect(greenlet.context).toBe(context);
    expect(storage.run('switcher', () => [greenlet.switch(), storage.getStore()])).toEqual(['given', 'switcher']);
  });

  it('G38: can be replaced by none', () => {
    const greenlet = new Greenlet(() => storage.getStore());
    greenlet.context = null;
    expect(storage.run('switcher', () => greenlet.switch())).toBeUndefined();
  });

  it('G38: refuses what is no context, and any when the greenlet has begun', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      main.switch();
    });
    expect(() => {
      greenlet.context = 3 as unknown as null;
    }).toThrow('expected the context of a greenlet, or null, got `3` (number)');
    greenlet.switch();
    expect(() => {
      greenlet.context = null;
    }).toThrow('cannot be replaced after its start');
  });

  it('of one that the hub starts can be replaced as well, and of one that waits can be read', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const read = (): unknown => {
        'use greenlet';
        sleep(1);
        return storage.getStore();
      };
      const given = new ScheduledGreenlet(read);
      given.context = contextWith('given');
      given.start();
      const inherited = storage.run('spawner', () => spawn(read));
      sleep(0);
      const waiting = inherited.context?.runInAsyncScope(() => storage.getStore(), undefined);
      return [given.get(), inherited.get(), waiting, storage.getStore()];
    });
    expect(seen).toEqual(['given', 'spawner', 'spawner', undefined]);
  });
});

describe('what a greenlet runs', () => {
  it('can be replaced before the start', () => {
    const greenlet = new Greenlet<[number], number>((x) => x);
    greenlet.run = (x) => x * 2;
    expect(greenlet.switch(4)).toBe(8);
    expect(greenlet.run).toBeUndefined();
  });

  it('can be given to a greenlet that was made without', () => {
    const greenlet = new Greenlet<[]>();
    expect(() => greenlet.switch()).toThrow('no function to run');
    greenlet.run = () => 'given';
    expect(greenlet.switch()).toBe('given');
  });

  it('cannot be replaced after the start, nor by what is no function', () => {
    const greenlet = new Greenlet<[]>(() => 1);
    expect(() => {
      greenlet.run = 3 as never;
    }).toThrow('expected a function to run, got `3` (number)');
    greenlet.switch();
    expect(() => {
      greenlet.run = () => 2;
    }).toThrow('cannot be replaced after its start');
  });
});

describe('a copy of a greenlet', () => {
  it('is refused, with the reason', () => {
    expect(() => structuredClone(new Greenlet(() => 1))).toThrow(
      'a greenlet belongs to the thread in which it was made, and cannot be copied',
    );
  });
});
