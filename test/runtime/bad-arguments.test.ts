import { sleep, spawn } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { api, type Call, type Kind } from './support/api.ts';

const VALUES: readonly (readonly [shown: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['NaN', NaN],
  ['-1', -1],
  ['1.5', 1.5],
  ['an empty string', ''],
  ['a string', 'x'],
  ['true', true],
  ['an object', {}],
  ['an array', []],
  ['a symbol', Symbol('s')],
  ['a bigint', 1n],
  ['a function', () => 1],
  ['a class', Map],
  ['a proxy', new Proxy({}, {})],
];

/** Objects without a property of their own are options that say nothing. */
const OBJECTS = ['an object', 'a proxy'];
const FUNCTIONS = ['a function', 'a class'];
const ITERABLES = ['an empty string', 'an array'];
const TIMES = ['-1', '1.5'];

/** What is accepted, by its kind. */
const ACCEPTED: Record<Kind, readonly string[]> = {
  array: ['an array'],
  'array, if any': ['undefined', 'an array'],
  'array, or null': ['undefined', 'null', 'an array'],
  block: ['undefined', 'true'],
  boolean: ['true'],
  'class of errors': ['undefined'],
  count: ['undefined'],
  function: FUNCTIONS,
  'function, if any': ['undefined', ...FUNCTIONS],
  'function, or null': ['undefined', 'null', ...FUNCTIONS],
  greenlet: [],
  'greenlet, if any': ['undefined'],
  'greenlet, or ms': TIMES,
  'greenlet, or null': ['undefined', 'null'],
  hook: ['null', ...FUNCTIONS],
  iterable: [...ITERABLES, 'a string'],
  'iterable, if any': [...ITERABLES, 'a string', 'undefined'],
  limit: ['undefined', 'null', '1.5', ...OBJECTS],
  lock: ['undefined'],
  ms: TIMES,
  'ms, if any': ['undefined', ...TIMES],
  'ms, or null': ['undefined', 'null', ...TIMES],
  name: ['undefined', 'an empty string', 'a string'],
  nothing: [],
  options: ['undefined', ...OBJECTS],
  signal: ['undefined', 'null'],
  size: ['undefined', 'null', '-1'],
  'timeout, or null': ['undefined', 'null', '1.5'],
  units: ['undefined'],
  'units, or null': ['undefined', 'null'],
};

/** What `call` throws with a value; undefined if nothing. */
function thrownBy(call: Call, value: unknown): Promise<{ error: unknown; started: number; ended: boolean }> {
  return runVirtually(() => {
    'use greenlet';
    const greenlet = spawn(sleep, 100);
    sleep(0);
    const before = [...hub.live].length;
    let error: unknown;
    try {
      call(value as never, greenlet);
    } catch (thrown) {
      error = thrown;
    }
    return { error, started: [...hub.live].length - before, ended: greenlet.ready() };
  });
}

/** "expected a function, got `5` (number)" */
const FORM = /^(?:expected .+, got (?:`|an instance of `|an unknown option `)|a semaphore cannot have )/;

describe('An argument that makes no sense is refused before anything has happened', () => {
  it.each(api())('%s', async (_, kind, call) => {
    const problems: string[] = [];
    for (const [shown, value] of VALUES) {
      if (ACCEPTED[kind].includes(shown)) continue;
      const { error, started, ended } = await thrownBy(call, value);
      const isRefusal = error instanceof TypeError || error instanceof RangeError;
      if (!isRefusal || !FORM.test(error.message)) problems.push(`${shown}: ${String(error)}`);
      if (started !== 0 || ended) problems.push(`${shown}: something has happened`);
    }
    expect(problems).toEqual([]);
  });
});
