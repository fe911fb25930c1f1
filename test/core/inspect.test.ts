import { inspect } from 'node:util';
import { Greenlet as RawGreenlet, getCurrent } from 'greenlets/core';
import { Event, Greenlet, type LoopExit, spawn } from 'greenlets';
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
    expect(inspect(new RawGreenlet(() => 1))).toBe('[Greenlet (anonymous): not started]');
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
    expect(message).toMatch(/^this operation would block forever: \n {2}\S+ waits for Event.wait\(\)$/);
    expect(inspect(error)).toBe(stack);
  });
});
