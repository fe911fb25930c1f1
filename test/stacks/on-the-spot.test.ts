import { Greenlet as RawGreenlet, getCurrent } from 'greenlets/core';
import { sleep, spawn, trackSpawns } from 'greenlets';
import { showOnTheSpot } from '../../runtime/contract/stacks/on-the-spot.ts';
import { FunctionsOf } from './support/functions.ts';
import { runVirtually } from '../support/virtual-host.ts';

const functions = new FunctionsOf(__filename);

function functionsIn(stack: unknown): string[] {
  return functions.in(stack).filter((name) => name !== 'stackOf');
}

function look(): string {
  return new Error('here').stack ?? '';
}

function inner(make: () => unknown): unknown {
  'use greenlet';
  sleep(1);
  const made = make();
  return made;
}

function outer(make: () => unknown): unknown {
  'use greenlet';
  const made = inner(make);
  return made;
}

function made(): Error {
  return new Error('here');
}

function later(): unknown {
  'use greenlet';
  const error = outer(made);
  sleep(1);
  return (error as Error).stack;
}

function thrown(): never {
  'use greenlet';
  const error = new Error('here');
  if (error.stack === '') throw new Error('no stack');
  throw error;
}

function caught(): unknown {
  'use greenlet';
  try {
    outer(thrown);
  } catch (error) {
    return (error as Error).stack;
  }
  return 'nothing was thrown';
}

function* steps(): Generator {
  'use greenlet';
  yield outer(look);
}

function stepped(): unknown {
  'use greenlet';
  const [stack] = steps();
  return stack;
}

function* failing(): Generator {
  'use greenlet';
  yield outer(thrown);
}

function caughtOfSteps(): unknown {
  'use greenlet';
  try {
    for (const value of failing()) sleep(Number(value));
  } catch (error) {
    return (error as Error).stack;
  }
  return 'nothing was thrown';
}

async function* pages(): AsyncGenerator {
  'use greenlet';
  const stack = outer(look);
  yield stack;
}

function paged(): unknown {
  'use greenlet';
  for (const stack of pages() as unknown as Iterable<unknown>) return stack;
  return 'nothing was yielded';
}

async function* failingPages(): AsyncGenerator {
  'use greenlet';
  yield outer(thrown);
}

function caughtOfPages(): unknown {
  'use greenlet';
  try {
    for (const value of failingPages() as unknown as Iterable<number>) sleep(value);
  } catch (error) {
    return (error as Error).stack;
  }
  return 'nothing was thrown';
}

function switched(): unknown {
  'use greenlet';
  sleep(1);
  const parent = getCurrent();
  function within(): unknown {
    parent.switch();
    const stack = look();
    return stack;
  }
  const child = new RawGreenlet(function child() {
    const stack = within();
    return stack;
  });
  child.switch();
  const stack = child.switch();
  return stack;
}

function spawning(): unknown {
  'use greenlet';
  sleep(1);
  const stack = spawn(outer, look).get();
  return stack;
}

function atOnce(): unknown {
  'use greenlet';
  const stack = look();
  sleep(1);
  return stack;
}

function looking(): unknown {
  'use greenlet';
  const stack = outer(look);
  return stack;
}

async function stackOf(fn: () => unknown): Promise<string> {
  return String(await runVirtually(fn));
}

describe('Stacks on the spot', () => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');

  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Object.defineProperty(Error, 'prepareStackTrace', before);
  });

  it('show nothing but the native stack where nobody has asked for more', async () => {
    expect(functionsIn(await stackOf(/** @greenlet */ () => outer(look)))).toEqual(['look', 'inner']);
  });

  describe('where they were asked for', () => {
    beforeEach(showOnTheSpot);

    it.each([
      ['an error', looking, ['look', 'inner', 'outer', 'looking']],
      ['a generator', stepped, ['look', 'inner', 'outer', 'steps', 'stepped']],
      ['an async generator', paged, ['look', 'inner', 'outer', 'pages']],
      ['a raw greenlet', switched, ['look', 'within', 'child']],
      ['an error that was looked at, and then thrown', caught, ['thrown', 'inner', 'outer', 'caught']],
      ['one that a generator has thrown', caughtOfSteps, ['thrown', 'inner', 'outer', 'failing', 'caughtOfSteps']],
      [
        'one that an async generator has thrown',
        caughtOfPages,
        ['thrown', 'inner', 'outer', 'failingPages', 'caughtOfPages'],
      ],
    ])('show the parked callers of %s', async (_title, fn, expected) => {
      const stack = await stackOf(fn);
      expect(functionsIn(stack)).toEqual(expected);
      expect(stack).not.toMatch(/runtime[\\/]|resumption/);
      expect(stack).toMatch(/^Error: here\n {4}at /);
    });

    it('show them to Error.captureStackTrace', async () => {
      const capture = (): unknown => {
        const holder: { stack?: string } = {};
        Error.captureStackTrace(holder);
        return holder.stack;
      };
      expect(functionsIn(await stackOf(/** @greenlet */ () => outer(capture)))).toEqual(['capture', 'inner', 'outer']);
    });

    it('leave the frames of the library out where nothing has waited yet', async () => {
      const stack = await stackOf(atOnce);
      expect(functionsIn(stack)).toEqual(['look', 'atOnce']);
      expect(stack).not.toMatch(/runtime[\\/]|resumption/);
    });

    it('are those of the engine where the library has no part', () => {
      const stack = look();
      expect(functionsIn(stack)[0]).toBe('look');
      expect(stack).toContain('node_modules/');
    });

    it('tell formatters nothing of where a parked function begins, which nobody knows', async () => {
      Error.prepareStackTrace = (_error, sites) =>
        sites.map((site) => [site.getFunctionName(), site.getEnclosingLineNumber()]);
      showOnTheSpot();
      const sites = (await runVirtually(/** @greenlet */ () => outer(() => new Error('here').stack))) as unknown[][];
      expect(sites.find(([name]) => name === 'outer')).toEqual(['outer', null]);
    });

    it('say nothing of callers that may have gone on, when they are read later', async () => {
      expect(functionsIn(await stackOf(later))).toEqual(['made', 'inner']);
    });

    it('show where a greenlet was started, if that is recorded', async () => {
      expect(functionsIn(await stackOf(spawning))).toEqual(['look', 'inner', 'outer']);
      const recorded = trackSpawns(true);
      expect(functionsIn(await stackOf(spawning))).toEqual(['look', 'inner', 'outer', 'spawning']);
      trackSpawns(recorded);
    });
  });

  describe('go through the formatter that was there before', () => {
    it('which writes every line', async () => {
      Error.prepareStackTrace = (error, sites) =>
        [
          String(error),
          ...sites.map((site) => `    at <${site.getFunctionName() ?? ''} ${site.getFileName() ?? ''}>`),
        ].join('\n');
      showOnTheSpot();
      const stack = await stackOf(/** @greenlet */ () => outer(look));
      const lines = stack.split('\n');
      expect(stack).toMatch(/<look .*\n.*<inner .*\n.*<outer /);
      expect(lines.slice(1).every((line) => /^ {4}at <.*>$/.test(line))).toBe(true);
    });

    it('or returns something else than text', async () => {
      Error.prepareStackTrace = (_error, sites) => sites;
      showOnTheSpot();
      const sites = await runVirtually(/** @greenlet */ () => outer(() => new Error('here').stack));
      expect(Array.isArray(sites)).toBe(true);
    });

    it('or is set later in the main context of Node, as Jest does after its setupFiles', async () => {
      const makeFunction = process.nextTick.constructor as FunctionConstructor;
      const main = (makeFunction('return Error') as () => ErrorConstructor)();
      const before = Object.getOwnPropertyDescriptor(main, 'prepareStackTrace');
      showOnTheSpot();
      main.prepareStackTrace = (_error, sites) =>
        ['mapped', ...sites.map((site) => `    at <${site.getFunctionName() ?? ''}>`)].join('\n');
      try {
        expect(await stackOf(/** @greenlet */ () => outer(look))).toMatch(/^mapped\n.*<look>\n.*<inner>\n.*<outer>/);
      } finally {
        if (before === undefined) Reflect.deleteProperty(main, 'prepareStackTrace');
        else Object.defineProperty(main, 'prepareStackTrace', before);
      }
    });

    it('once, however often they are asked for', () => {
      showOnTheSpot();
      const first = Reflect.get(Error, 'prepareStackTrace') as unknown;
      showOnTheSpot();
      expect(Reflect.get(Error, 'prepareStackTrace')).toBe(first);
    });
  });
});
