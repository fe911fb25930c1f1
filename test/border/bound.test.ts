import { Event, Queue, run, sleep, spawn, SwitchError } from 'greenlets';
import { runVirtually, settle, useVirtualHost } from '../support/virtual-host.ts';
import { callBound, callTwice, doubleBound } from './unmarked.ts';

describe('A function that code which is not compiled has bound', () => {
  it('can be what a greenlet runs: sleep', async () => {
    const host = useVirtualHost();
    await settle(host, run(sleep.bind(null, 50)));
    await settle(host, spawn(sleep.bind(null, 50)));
    expect(host.now()).toBe(100);
  });

  it('can be what a greenlet runs: a method of the library', async () => {
    const host = useVirtualHost();
    const event = new Event();
    const queue = new Queue<string>();
    const waiting = [run(event.wait.bind(event)), run(event.wait.bind(event, 10)), run(queue.get.bind(queue))];
    spawn(() => {
      'use greenlet';
      sleep(20);
      event.set();
      queue.put('item');
    });
    expect(await settle(host, Promise.all(waiting))).toEqual([true, false, 'item']);
  });

  it('can be what a greenlet runs: a marked function, bound twice, with three arguments', async () => {
    function add(this: number, a: number, b: number, c: number): number {
      'use greenlet';
      sleep(1);
      return this + a + b + c;
    }
    expect(await runVirtually(doubleBound(add, 1, 2), 3, 4)).toBe(10);
  });

  it('can be called by compiled code once it is known', async () => {
    const bound = doubleBound(
      function inner(this: number, a: number) {
        'use greenlet';
        sleep(1);
        return this + a;
      },
      1,
      2,
    );
    const sum = await runVirtually(() => {
      'use greenlet';
      return spawn(bound).get() + bound();
    });
    expect(sum).toBe(6);
  });

  it('is a border, and the message says so, where compiled code calls it before it is known', async () => {
    const bound = doubleBound(
      function inner(this: number, a: number, isLong: boolean) {
        'use greenlet';
        if (isLong) sleep(1);
        return this + a;
      },
      1,
      2,
    );
    const called = runVirtually(function outer() {
      'use greenlet';
      return bound(false) + bound(true);
    });
    const advice =
      /inner .* was called by \S*outer \(.* by way of a bound function, .*: bind the function in .*, or give the/;
    await expect(called).rejects.toThrow(advice);
  });

  it('is not blamed where the function is called by code that is not compiled', async () => {
    function inner(isLong: boolean): void {
      'use greenlet';
      if (isLong) sleep(1);
    }
    const bound = doubleBound(inner, null, false);
    const called = runVirtually(function outer() {
      'use greenlet';
      bound();
      callTwice(() => inner(true));
    });
    await expect(called).rejects.toThrow(/was called by callTwice .*unmarked.ts.*, which is not compiled code/);
  });

  it('is a border where a builtin in between leaves no trace', async () => {
    const list = new Proxy([1], {
      get(target, key, receiver) {
        'use greenlet';
        if (key === 'length') sleep(1);
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    const applied = jest.fn();
    await expect(runVirtually(Reflect.apply.bind(null, applied, null, list))).rejects.toThrow(SwitchError);
    expect(applied).not.toHaveBeenCalled();
  });

  it('is a border if its target is not compiled', async () => {
    function nap(): void {
      'use greenlet';
      sleep(1);
    }
    await expect(runVirtually(callBound(nap))).rejects.toThrow(SwitchError);
    await expect(runVirtually(callBound(nap))).rejects.toThrow(/nap .* was called by callBoth .*unmarked.ts/);
  });
});
