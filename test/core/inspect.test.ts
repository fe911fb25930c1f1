import { inspect } from 'node:util';
import { Greenlet as RawGreenlet, getCurrent } from 'greenlets/core';
import { Event, Greenlet, type LoopExit, sleep, spawn } from 'greenlets';
import { nameOf } from '../../runtime/core/names/greenlet-names.ts';
import { thrownBy } from '../runtime/support/thrown-by.ts';
import { runVirtually } from '../support/virtual-host.ts';

describe('what console.log shows of a greenlet', () => {
  it('is its name and its state', () => {
    const greenlet = new RawGreenlet<[]>(function work() {
      'use greenlet';
      getCurrent().parent?.switch(inspect(getCurrent()));
    });
    expect(inspect(greenlet)).toBe('[Greenlet work: not started]');
    expect(greenlet.switch()).toBe('[Greenlet work: running]');
    expect(inspect(greenlet)).toBe('[Greenlet work: suspended]');
    greenlet.switch();
    expect(inspect(greenlet)).toBe('[Greenlet work: dead]');
  });

  it('tells the main greenlet and those of anonymous functions', () => {
    expect(inspect(getCurrent())).toBe('[Greenlet main: running]');
    expect(String(getCurrent())).toBe('[Greenlet main: running]');
    expect(inspect(new RawGreenlet(() => 1))).toBe('[Greenlet (anonymous): not started]');
  });

  it('shows a name in one line, whatever it is', () => {
    const greenlet = new Greenlet(() => 1);
    greenlet.name = 'GET /\u001b[2J\nadmin\u2028';
    // Bundlers may call one of two classes otherwise.
    expect(String(greenlet)).toBe(`[${Greenlet.name} GET /\\u001b[2J\\u000aadmin\\u2028: not started]`);
    expect(inspect(greenlet)).toBe(String(greenlet));
    expect(nameOf(greenlet)).toBe('GET /\\u001b[2J\\u000aadmin\\u2028');
  });

  it('includes the number that greenlets of the hub have in their names', async () => {
    const shown = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(function work() {
        'use greenlet';
        new Event().wait();
      });
      greenlet.name = 'work-7';
      return inspect({ greenlet });
    });
    expect(shown).toBe('{ greenlet: [Greenlet work-7: not started] }');
  });

  it('includes the fields of a subclass', async () => {
    class Worker extends Greenlet<void, []> {
      readonly jobs = ['a', 'b'];
      protected override body(): void {
        'use greenlet';
      }
    }
    const shown = await runVirtually(() => {
      'use greenlet';
      const worker = new Worker(null);
      worker.name = 'worker';
      return inspect(worker);
    });
    expect(shown).toBe("[Worker worker: not started] { jobs: [ 'a', 'b' ] }");
  });

  it('keeps reports of deadlocks short', async () => {
    const stuck = runVirtually(() => {
      'use greenlet';
      new Event().wait();
    });
    const error: unknown = await stuck.catch((reason: unknown) => reason);
    const { message, stack } = error as LoopExit;
    expect(message).toMatch(
      /^this operation would block forever:\n {2}\S+ waits for Event.wait\(\)\n {4}at .*inspect\.test\.ts:\d+:\d+\)$/,
    );
    // As Node shows an error whose stack has no lines of its own: the message tells the only call.
    expect(inspect(error)).toBe(`[${String(stack)}]`);
  });
});

describe('What is made of a greenlet', () => {
  function work(): void {
    'use greenlet';
    sleep(1);
  }

  it('by JSON.stringify is its name and state', () => {
    const greenlet = new Greenlet(work);
    greenlet.name = 'work-7';
    const text = '{"name":"work-7","state":"not started"}';
    expect(JSON.stringify({ greenlet, list: [greenlet] })).toBe(`{"greenlet":${text},"list":[${text}]}`);
    expect(JSON.stringify(new RawGreenlet(work))).toBe('{"name":"work","state":"not started"}');
    expect(JSON.stringify(getCurrent())).toBe('{"name":"main","state":"running"}');
  });

  it('by JSON.stringify in compiled code is the same', async () => {
    const text = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(work);
      greenlet.name = 'work';
      const texts = [JSON.stringify(greenlet)];
      greenlet.join();
      return [...texts, JSON.stringify(greenlet)];
    });
    expect(text).toEqual(['{"name":"work","state":"not started"}', '{"name":"work","state":"dead"}']);
  });

  it.each([
    ['of the hub', () => new Greenlet(work)],
    ['that is raw', () => new RawGreenlet(work)],
    ['that is made without a function', () => new RawGreenlet()],
    ['that is the main one', () => getCurrent()],
    ['of a subclass', () => new (class extends Greenlet<void, []> {})(work)],
  ])('by structuredClone is nothing: one %s is refused', (_, create) => {
    const error = thrownBy(() => structuredClone(create())) as Error;
    expect(error.name).toBe('DataCloneError');
    expect(error.message).toContain('could not be cloned');
  });
});
