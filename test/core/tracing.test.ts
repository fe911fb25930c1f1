import { getCurrent, getTrace, Greenlet, setTrace, type TraceHook } from 'greenlets/core';
import { sleep, spawn } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

const main = getCurrent();

function nameOf(greenlet: Greenlet): string {
  return greenlet === main ? 'main' : ((greenlet as { label?: string }).label ?? 'other');
}

function labelled(label: string, fn: () => unknown): Greenlet<[]> {
  return Object.assign(new Greenlet<[]>(fn), { label });
}

describe('a trace hook', () => {
  let events: string[];
  const record: TraceHook = (event, origin, target) => {
    events.push(`${event} ${nameOf(origin)} to ${nameOf(target)}`);
    expect(getCurrent()).toBe(target);
  };

  beforeEach(() => {
    events = [];
    setTrace(record);
  });

  afterEach(() => {
    setTrace(null);
  });

  it('is none at first, and is returned by the next setTrace', () => {
    expect(getTrace()).toBe(record);
    expect(setTrace(null)).toBe(record);
    expect(getTrace()).toBeNull();
    expect(setTrace(null)).toBeNull();
  });

  it('refuses what is no function', () => {
    expect(() => setTrace(3 as never)).toThrow('expected a function, or null, got `3` (number)');
    expect(getTrace()).toBe(record);
  });

  it('G40: is called in the target of each switch, and when a greenlet returns', () => {
    const a = labelled('a', () => {
      'use greenlet';
      main.switch();
    });
    a.switch();
    a.switch();
    expect(events).toEqual(['switch main to a', 'switch a to main', 'switch main to a', 'switch a to main']);
  });

  it('G40: is told of throws, and of greenlets that die of an error', () => {
    const a = labelled('a', () => {
      'use greenlet';
      main.switch();
    });
    a.switch();
    expect(() => a.throw(new Error('x'))).toThrow('x');
    expect(events.slice(2)).toEqual(['throw main to a', 'throw a to main']);
  });

  it.each([
    ['sleeps', () => sleep(1)],
    ['switches', () => main.switch()],
  ])('must not switch: one that %s is told so', (_, block) => {
    const hook = (): void => {
      block();
    };
    setTrace(hook);
    expect(() => labelled('a', () => 1).switch()).toThrow(
      /hook \(.*tracing\.test\.ts.*\) is the hook of setTrace\(\): a trace hook must not switch$/,
    );
    expect(getTrace()).toBeNull();
  });

  it('G40: is told of a greenlet that switches to itself', () => {
    expect(main.switch(5)).toBe(5);
    expect(events).toEqual(['switch main to main']);
  });

  it('G40: is not called for calls and returns within a greenlet', () => {
    const inner = (): unknown => {
      'use greenlet';
      return main.switch();
    };
    const a = labelled('a', () => {
      'use greenlet';
      return [inner()];
    });
    a.switch();
    a.switch();
    expect(events).toHaveLength(4);
  });

  it('is called for the switches of the hub, which is the main greenlet', async () => {
    setTrace(null);
    const seen: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const one = spawn(() => {
        'use greenlet';
        sleep(1);
      });
      const from = getCurrent();
      const label = (greenlet: Greenlet): string =>
        greenlet === main ? 'hub' : greenlet === from ? 'first' : greenlet === (one as unknown) ? 'one' : 'other';
      setTrace((event, origin, target) => seen.push(`${event} ${label(origin)} to ${label(target)}`));
      one.join();
      setTrace(null);
    });
    expect(seen).toEqual([
      'switch first to hub',
      'switch hub to one',
      'switch one to hub',
      'switch hub to one',
      'switch one to hub',
      'switch hub to first',
    ]);
  });

  it('G41: is taken away if it throws, and its error is thrown in the target', () => {
    const caught: unknown[] = [];
    const a = labelled('a', () => {
      'use greenlet';
      try {
        main.switch();
      } catch (error) {
        caught.push((error as Error).message);
      }
    });
    a.switch();
    setTrace(() => {
      throw new Error('of the hook');
    });
    a.switch('a value');
    expect(caught).toEqual(['of the hook']);
    expect(getTrace()).toBeNull();
  });

  it('G41: kills a target that has not begun by its error, which goes to the parent', () => {
    const run = jest.fn();
    const a = labelled('a', run);
    setTrace(() => {
      throw new Error('of the hook');
    });
    expect(() => a.switch()).toThrow('of the hook');
    expect(run).not.toHaveBeenCalled();
    expect(a.dead).toBe(true);
  });

  it('G41: throws its error where a greenlet switches to itself', () => {
    setTrace(() => {
      throw new Error('of the hook');
    });
    expect(() => main.switch(1)).toThrow('of the hook');
    expect(getTrace()).toBeNull();
  });

  it('G47: cannot switch itself, and does not disturb what is being delivered', () => {
    const errors: unknown[] = [];
    const other = labelled('other', () => 0);
    const a = labelled('a', () => {
      'use greenlet';
      return main.switch('from a');
    });
    setTrace(() => {
      try {
        other.switch('crossed');
      } catch (error) {
        errors.push((error as Error).name);
      }
    });
    expect(a.switch()).toBe('from a');
    expect(a.switch('to a')).toBe('to a');
    expect(errors).toEqual(['SwitchError', 'SwitchError', 'SwitchError', 'SwitchError']);
    expect(other.active || other.dead).toBe(false);
  });
});
