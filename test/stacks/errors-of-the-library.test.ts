import { Greenlet as RawGreenlet } from 'greenlets/core';
import { Event, Queue, Semaphore, sleep, spawn } from 'greenlets';
import { FunctionsOf } from './support/functions.ts';
import { runVirtually } from '../support/virtual-host.ts';

const functions = new FunctionsOf(__filename);

function stackOf(fn: () => unknown): string {
  'use greenlet';
  try {
    fn();
  } catch (error) {
    return String((error as Error).stack);
  }
  return 'nothing was thrown';
}

function wrongDuration(): unknown {
  'use greenlet';
  return stackOf(function asleep() {
    sleep('x' as never);
    return 1;
  });
}

function wrongFunction(): unknown {
  'use greenlet';
  return stackOf(function switching() {
    const value = new RawGreenlet(5 as never).switch();
    return value;
  });
}

function wrongNumber(): unknown {
  'use greenlet';
  return stackOf(function counting() {
    const semaphore = new Semaphore(-1);
    return semaphore;
  });
}

function unknownOption(): unknown {
  'use greenlet';
  return stackOf(function napping() {
    sleep(1, { reff: true } as never);
    return 1;
  });
}

function doneTooOften(): unknown {
  'use greenlet';
  return stackOf(function finishing() {
    new Queue().taskDone();
    return 1;
  });
}

function startedAlready(): unknown {
  'use greenlet';
  return stackOf(function replacing() {
    const greenlet = spawn(() => 1);
    greenlet.get();
    greenlet.run = () => 2;
    return 1;
  });
}

function unmarked(fn: () => unknown): unknown {
  return fn();
}

function below(): unknown {
  'use greenlet';
  return stackOf(function waiting() {
    unmarked(function called() {
      'use greenlet';
      new Event().wait();
      return 0;
    });
  });
}

function killed(): unknown {
  'use greenlet';
  const greenlet = spawn(() => 1);
  greenlet.kill();
  return (greenlet.value as unknown as Error).stack;
}

function recursive(depth: number): unknown {
  'use greenlet';
  if (depth === 0) sleep('x' as never);
  const value = depth === 0 ? null : recursive(depth - 1);
  return value;
}

function deeply(): unknown {
  'use greenlet';
  return stackOf(function deep() {
    return recursive(20);
  });
}

describe('The stack of an error that the library makes where it is called', () => {
  it.each([
    ['an argument', wrongDuration, 'asleep'],
    ['what a raw greenlet runs', wrongFunction, 'switching'],
    ['a number that is too small', wrongNumber, 'counting'],
    ['an option that there is not', unknownOption, 'napping'],
    ['a call too many', doneTooOften, 'finishing'],
    ['a greenlet that has ended', startedAlready, 'replacing'],
    ['a call that cannot wait', below, 'called'],
    ['the kill of a greenlet that has not begun', killed, 'killed'],
  ])('begins with the caller: %s', async (_title, fn, first) => {
    const stack = String(await runVirtually(fn));
    expect(stack).toMatch(/^\w+: .*\n {4}at /);
    expect(stack).not.toMatch(/[\\/]runtime[\\/]/);
    expect(functions.in(stack)[0]).toBe(first);
  });

  it('has as many lines of the program as other stacks', async () => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 5;
    try {
      const stack = String(await runVirtually(deeply));
      expect(stack.split('\n    at ')).toHaveLength(1 + 5);
      expect(functions.in(stack)).toEqual(Array.from({ length: 5 }, () => 'recursive'));
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  it('is that of the engine outside of greenlets, without our frames', () => {
    const stack = stackOf(function outside() {
      sleep(-1);
    });
    expect(stack).not.toMatch(/[\\/]runtime[\\/]/);
    expect(functions.in(stack)[0]).toBe('outside');
  });
});
