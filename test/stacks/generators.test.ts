import { sleep, spawn, type Greenlet } from 'greenlets';
import type { LogicalFrame } from 'greenlets/core';
import { dumpGreenlets } from 'greenlets/observe';
import type { Frame } from '../../runtime/contract/frame.ts';
import { createRegisters, link } from '../../runtime/contract/link.ts';
import { isNative, nativeOf } from '../../runtime/contract/stacks/native-frames.ts';
import { showOnTheSpot } from '../../runtime/contract/stacks/on-the-spot.ts';
import { stacks } from '../../runtime/contract/stacks/state.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { generatorPrograms, NAP } from './support/generator-programs.ts';
import { Program } from './support/program.ts';

/** As the lines of a stack. Functions of the library have no position. */
function textOf(top: LogicalFrame | null): string {
  const lines: string[] = [];
  for (let frame = top; frame !== null; frame = frame.caller)
    if (frame.position !== undefined) lines.push(`    ${frame.toString()}`);
  return lines.join('\n');
}

/** The same of what a dump tells. */
function dumpOf(name: string): string {
  const { stack = [] } = dumpGreenlets().find((greenlet) => greenlet.name.replace(/-\d+$/, '') === name) ?? {};
  const place = (file: string | null, ...rest: unknown[]): string =>
    file === null ? '' : ` (${[file, ...rest].join(':')})`;
  return stack
    .map(({ functionName, file, line, column }) => `    at ${functionName}${place(file, line, column)}`)
    .join('\n');
}

/** Runs a program, and calls `look` at each of its waits. */
async function watched(program: Program, look: (greenlet: Greenlet) => void): Promise<unknown> {
  return runVirtually(function main() {
    'use greenlet';
    const greenlet = spawn(program.exports.program);
    greenlet.name = 'watched';
    sleep(1);
    while (!greenlet.dead) {
      look(greenlet);
      sleep(10);
    }
    return greenlet.get();
  });
}

const compile = (source: string, stress = false): Program => Program.compiled(NAP + source, { stress });

const errorPrepares = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
const { stackTraceLimit } = Error;

afterEach(() => {
  if (errorPrepares === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
  else Object.defineProperty(Error, 'prepareStackTrace', errorPrepares);
  Error.stackTraceLimit = stackTraceLimit;
  stacks.resume = null;
  stacks.noteAwait = null;
});

describe.each([
  ['compiled', false],
  ['compiled with stress', true],
])('The stack of a greenlet that waits in generators, %s, shows', (_, stress) => {
  it.each(Object.entries(generatorPrograms))('%s, and looking changes nothing', async (_title, [source, expected]) => {
    const program = compile(source, stress);
    const seen = new Set<string>();
    const value = await watched(program, (greenlet) => {
      const first = textOf(greenlet.frame);
      expect(textOf(greenlet.frame)).toBe(first);
      expect(dumpOf('watched')).toBe(first);
      seen.add(program.describe(first).join(' < '));
    });
    expect([...seen]).toEqual(expected);
    expect(value).toEqual(Program.plain(NAP + source).exports.program());
  });
});

/** A generator that waits, and fails after it. */
const FAILING = `
function* inner() { yield nap(1); nap(2); throw new Error('failed'); }
function* outer() { yield* inner(); }
export function program() {
  try {
    for (const value of outer()) nap(value);
  } catch (error) {
    return error.stack;
  }
}`;

const CALM = `
const log = [];
function* steps() {
  try {
    yield nap(1);
    log.push('between');
    yield nap(2);
  } finally {
    log.push('finally');
  }
}
export function program() {
  const iterator = steps();
  iterator.next();
  log.push('first');
  nap(0);
  iterator.next();
  return log;
}`;
const CALM_LOG = ['first', 'between'];

describe('To look where generators wait', () => {
  it('changes nothing of the stacks of errors', async () => {
    const [unseen, seen] = [compile(FAILING), compile(FAILING)];
    const expected = unseen.describe(await watched(unseen, () => undefined));
    expect(expected).toEqual(['inner at 4: new', 'program at 8: outer']);
    expect(seen.describe(await watched(seen, (greenlet) => void textOf(greenlet.frame)))).toEqual(expected);
  });

  it('leaves the registers as they are', async () => {
    await watched(compile(CALM), (greenlet) => {
      const { registers, border } = link;
      const before = { ...registers };
      const announced = createRegisters();
      link.to = announced;
      textOf(greenlet.frame);
      expect(link.to).toBe(announced);
      link.to = null;
      expect(link.registers).toBe(registers);
      expect({ ...registers }).toEqual(before);
      expect(link.border).toBe(border);
      expect(stacks.look).toBeNull();
    });
  });

  it('is never done once they have gone on, though somebody has kept their frames', async () => {
    const program = compile(CALM);
    const raw = new Set<Frame>();
    let kept: LogicalFrame | null = null;
    let text = '';
    const log = await watched(program, (greenlet) => {
      for (let frame = greenlet.top; frame !== null; frame = frame.caller) raw.add(frame);
      for (const frame of raw) nativeOf(frame);
      kept ??= greenlet.frame?.caller ?? null;
      text ||= String(kept);
      expect(String(kept)).toBe(text);
    });
    expect(program.describe(`    ${text}`)).toEqual(['steps at 7: nap']);
    expect(log).toEqual(CALM_LOG);
  });

  it('finds nothing where errors have no stacks', async () => {
    const log = await watched(compile(CALM), (greenlet) => {
      Error.stackTraceLimit = 0;
      expect(textOf(greenlet.frame)).toBe('');
      Error.stackTraceLimit = stackTraceLimit;
    });
    expect(log).toEqual(CALM_LOG);
  });

  it('harms nobody where stacks are formatted by what fails', async () => {
    const log = await watched(compile(CALM), (greenlet) => {
      Error.prepareStackTrace = () => {
        throw new Error('no stacks');
      };
      try {
        textOf(greenlet.frame);
      } catch {
        // So do others who look at stacks.
      }
      Reflect.deleteProperty(Error, 'prepareStackTrace');
    });
    expect(log).toEqual(CALM_LOG);
  });

  it('harms nobody where the native stack has hardly any room left', async () => {
    const log = await watched(compile(CALM), ({ top }) => {
      const generators: Frame[] = [];
      for (let frame = top; frame !== null; frame = frame.caller) if (isNative(frame)) generators.push(frame);
      const fill = (): void => {
        try {
          fill();
        } catch {
          // Here and in all that have called it, there is more and more room.
        }
        generators.forEach(nativeOf);
      };
      try {
        fill();
      } catch {
        // There was none at all.
      }
    });
    expect(log).toEqual(CALM_LOG);
  });

  it('shows none of the library', async () => {
    const program = compile(`
import { zip } from 'greenlets/helpers';
function* steps() { yield nap(1); yield nap(2); }
export function program() {
  const found = [];
  for (const pair of zip(steps(), [3, 4])) found.push(pair);
  return found;
}`);
    const value = await watched(program, () => {
      const stack = program.describe(dumpOf('watched'));
      expect(stack).toEqual(['nap at 3: pause', 'steps at 5: nap', 'program at 8: zip']);
      expect(dumpOf('watched').split('\n')).toHaveLength(3);
    });
    expect(value).toEqual([
      [[1], 3],
      [[2], 4],
    ]);
  });
});

describe('The stack of a greenlet that makes a call of an async generator', () => {
  const PAGES = `
async function* pages() {
  for (let page = 1; page < 3; page++) yield nap(page);
}
export async function program() {
  const found = [];
  for await (const value of pages()) found.push(value);
  return found;
}`;
  const seen = async (): Promise<{ stacks: string[]; functions: string[]; value: unknown }> => {
    const program = compile(PAGES);
    const stacksSeen = new Set<string>();
    const functions = new Set<string>();
    const value = await watched(program, () => {
      stacksSeen.add(program.describe(dumpOf('pages')).join(' < '));
      functions.add(dumpOf('pages').replaceAll(/ *at (\S*).*/g, '$1'));
    });
    return { stacks: [...stacksSeen], functions: [...functions], value };
  };
  const functions = ['nap\npages'];
  const value = [[1], [2]];

  it('names the generator', async () => {
    expect(await seen()).toEqual({ stacks: ['nap at 3: pause'], functions, value });
  });

  it('shows where it awaits the call, if stacks are shown on the spot', async () => {
    showOnTheSpot();
    expect(await seen()).toEqual({ stacks: ['nap at 3: pause < pages at 5: nap'], functions, value });
  });
});

describe('On the spot, the stack of an error that was only made shows', () => {
  it.each([
    [
      'a generator',
      'for (const value of GENERATOR) found.push(value);',
      ['made at 4: new', 'steps at 5: made', 'program at 9: steps'],
    ],
    [
      'one that is delegated to',
      'for (const value of delegating(GENERATOR)) found.push(value);',
      ['made at 4: new', 'steps at 5: made', 'delegating at 6: yield', 'program at 9: delegating'],
    ],
  ])('%s', async (_, loop, expected) => {
    showOnTheSpot();
    const program = compile(`
function made() { nap(0); const { stack } = new Error('here'); return stack; }
function* steps() { yield made(); }
function* delegating(other) { yield* other; }
export function program() {
  const found = [];
  ${loop.replace('GENERATOR', 'steps()')}
  return found;
}`);
    const [stack] = (await watched(program, () => undefined)) as string[];
    expect(program.describe(stack)).toEqual(expected);
  });
});
