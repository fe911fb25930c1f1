import { Condition, Event, Group, iwait, killAll, shutdown, sleep, spawn, wait, waitFor } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { errorOf } from './support/error-of.ts';
import { calls, limited, type Call } from './support/option-calls.ts';

const misspelt = { timeuot: 5 };

/** What `call` throws, given a greenlet that has not ended by it. */
function refusal(call: Call, options: unknown): Promise<string> {
  return runVirtually(() => {
    'use greenlet';
    const greenlet = spawn(() => sleep(10));
    const error = errorOf(() => call(greenlet, options as never));
    expect(greenlet.ready()).toBe(false);
    greenlet.kill();
    return `${error.name}: ${error.message}`;
  });
}

describe('An option that does not exist is refused', () => {
  it.each(Object.entries(calls))('by %s', async (_, { names, call }) => {
    expect(await refusal(call, misspelt)).toBe(
      `TypeError: expected options with ${names}, got an unknown option \`timeuot\``,
    );
  });

  it.each(Object.entries(limited))('in the limit of %s', async (_, call) => {
    expect(await refusal(call, misspelt)).toBe(
      'TypeError: expected options with `timeout`, `signal`, got an unknown option `timeuot`',
    );
  });
});

describe('What is no object with options is refused', () => {
  // Some take a number of ms as well.
  const limits = ['wait', 'waitFor', 'iwait', 'joinAll', 'group.join'];
  const others = ['run', 'spawn', 'new PriorityQueue', ...limits];
  const objects = Object.entries(calls).filter(([name]) => !others.includes(name));

  it.each(objects)('by %s', async (_, { names, call }) => {
    expect(await refusal(call, null)).toBe(`TypeError: expected options with ${names}, got \`null\``);
    expect(await refusal(call, 5)).toBe(`TypeError: expected options with ${names}, got \`5\` (number)`);
  });
});

describe('Arguments of the wrong type are refused before anything has happened', () => {
  it('by killAll', async () => {
    expect(await refusal((greenlet) => killAll([greenlet, 5 as never]), undefined)).toBe(
      'TypeError: expected a greenlet, got `5` (number)',
    );
    expect(await refusal((greenlet) => killAll([greenlet, 5 as never], Error, { block: false }), undefined)).toBe(
      'TypeError: expected a greenlet, got `5` (number)',
    );
  });

  it.each<[string, Call]>([
    ['waitFor', (greenlet) => waitFor([greenlet, 'soon' as never])],
    ['iwait', (greenlet) => iwait([greenlet, 'soon' as never])],
  ])('by %s', async (_, call) => {
    expect(await refusal(call, undefined)).toBe(
      'TypeError: expected a greenlet, an event, or whatever becomes ready, a promise, or a number of ms, got `"soon"` (string)',
    );
  });

  it('by waitFor, of a time and a count', async () => {
    expect(await refusal((greenlet) => waitFor([greenlet], 'soon' as never), undefined)).toBe(
      'TypeError: expected a number of milliseconds, got `"soon"` (string)',
    );
    expect(await refusal((greenlet) => waitFor([greenlet], { count: 'two' as never }), undefined)).toBe(
      'TypeError: expected a whole number of at least 0 as `count`, got `"two"` (string)',
    );
  });

  it('by wait, of a callback', async () => {
    expect(await refusal(() => wait(new Promise(() => undefined), { onAbandon: 5 as never }), undefined)).toBe(
      'TypeError: expected a function, got `5` (number)',
    );
  });

  it('by Condition and shutdown', () => {
    expect(() => new Condition({} as never)).toThrow('expected an RLock, got an instance of `Object` (object)');
    expect(() => void shutdown('5' as never)).toThrow('expected a number of milliseconds, got `"5"` (string)');
  });

  it('by killAll, in code that cannot wait', async () => {
    const greenlet = await runVirtually(() => {
      'use greenlet';
      return { greenlet: spawn(() => new Event().wait()) };
    });
    expect(() => killAll([greenlet.greenlet])).toThrow('killAll() would block, but no greenlet is running');
    expect(() => new Group([greenlet.greenlet]).kill()).toThrow('Group.kill() would block, but no greenlet is running');
    expect(greenlet.greenlet.ready()).toBe(false);
  });
});
