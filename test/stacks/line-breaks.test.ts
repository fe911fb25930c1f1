import { inspect } from 'node:util';
import { sleep } from 'greenlets';
import { Continulet } from 'greenlets/core';
import { positionOf } from '../../runtime/contract/stacks/lines/lines.ts';
import { showOnTheSpot } from '../../runtime/contract/stacks/on-the-spot.ts';
import { shown } from '../../runtime/observe/monitor/thread.ts';
import { runVirtually } from '../support/virtual-host.ts';

const LOOK = 'look\nat it';
const THROW = 'throw\nit';
const PASS = 'pass\nit on';

const functions = {
  [LOOK](): unknown {
    'use greenlet';
    sleep(1);
    const { stack } = new Error('here');
    return stack;
  },
  [THROW](): never {
    'use greenlet';
    sleep(1);
    throw new Error('here');
  },
  [PASS](name: typeof LOOK | typeof THROW): unknown {
    'use greenlet';
    const value = functions[name]();
    return [value];
  },
};

async function stackOf(name: typeof LOOK | typeof THROW): Promise<string> {
  return runVirtually(function caught() {
    'use greenlet';
    try {
      return String(functions[PASS](name));
    } catch (error) {
      return String((error as Error).stack);
    }
  });
}

function places(stack: string): string[] {
  return [
    ...stack.matchAll(/^ {4}at [\w.]*(look\nat it|throw\nit|pass\nit on) .*\(.*line-breaks\.test\.ts:\d+:\d+\)$/gm),
  ].map(([, name = '']) => name);
}

describe('The name of a function that has line breaks in it', () => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');

  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  });

  it('leaves an error that is thrown the places of its frames', async () => {
    expect(places(await stackOf(THROW))).toEqual([THROW, PASS]);
  });

  it('leaves them to an error that is only made', async () => {
    showOnTheSpot();
    expect(places(await stackOf(LOOK))).toEqual([LOOK, PASS]);
  });

  it('does not hide the position in a line', () => {
    expect(positionOf('    at a\nb (/a.js:1:2)')).toEqual({ file: '/a.js', line: 1, column: 2 });
  });

  it('is shown in one line where a continulet is described', () => {
    const continulet = new Continulet({ [LOOK]: () => 1 }[LOOK]);
    expect(continulet.toJSON().name).toBe('look\\u000aat it');
    expect(inspect(continulet)).toBe('[Continulet look\\u000aat it: pending]');
  });

  it('is shown in one line by the thread of a monitor', () => {
    expect([shown(LOOK), shown('f'), shown('')]).toEqual(['look\\u000aat it', 'f', '(anonymous)']);
  });
});
