import { runVirtually } from '../support/virtual-host.ts';
import { Program } from './support/program.ts';

const PRELUDE = `
import { pause } from 'pause';
function fail() {
  pause();
  const error = new Error('failed');
  throw error;
}
`;

/** None of them has calls in tail position, which leave no frame. */
const shapes: Record<string, string> = {
  functions: `
    function inner(x) {
      const y = fail(x);
      return y + 1;
    }
    export function program() {
      const value = inner(1);
      return value + 1;
    }`,
  'an error that the engine throws': `
    function parse(text) {
      pause();
      return JSON.parse(text);
    }
    export function program() {
      const value = parse('nope');
      return value + 1;
    }`,
  'a bound function': `
    function broken(x) {
      if (x) throw new Error('failed');
      const y = fail(x);
      return y;
    }
    export function program() {
      const bound = broken.bind(null, 1);
      const value = bound();
      return value + 1;
    }`,
  'methods, and accessors of their results': `
    class Service {
      load(x) {
        const y = this.read(x).toString();
        return y + 1;
      }
      read(x) {
        const y = fail(x);
        return y;
      }
      static make() {
        const s = new Service();
        const r = s.load(1);
        return r + 1;
      }
    }
    export function program() {
      const o = { deep: { Service } };
      const value = o.deep.Service.make();
      return value + 1;
    }`,
  'private methods, and methods by computed names': `
    const key = 'm';
    class Service {
      #load() {
        const y = fail();
        return y + 1;
      }
      [key]() {
        const y = this.#load();
        return y + 1;
      }
    }
    export function program() {
      const s = new Service();
      const value = s[key](1, 2);
      return value + 1;
    }`,
  arrows: `
    const inner = () => {
      const y = fail();
      return y + 1;
    };
    const outer = (x) => inner(x) + 1;
    export function program() {
      const value = outer(1);
      return value + 1;
    }`,
  'constructors, with parents': `
    class A {
      constructor(x) {
        this.x = fail(x);
      }
    }
    class B extends A {
      constructor(x) {
        super(x);
        this.y = 1;
      }
    }
    function F(x) {
      this.b = new B(x);
    }
    export function program() {
      const value = new F(1);
      return value.b;
    }`,
  'initializers of fields': `
    class A {
      x = fail();
    }
    export function program() {
      const value = new A();
      return value.x;
    }`,
  recursion: `
    function walk(n) {
      if (n === 0) fail();
      const value = walk(n - 1);
      return value + 1;
    }
    export function program() {
      const value = walk(30);
      return value + 1;
    }`,
  'loops, conditions and chains': `
    function each(list) {
      let sum = 0;
      for (const x of list) {
        if (x > 1) sum += x === 2 ? (pause(), 1) : fail?.(x);
      }
      return sum;
    }
    function twice(o) {
      let i = 0;
      while (i < 2) {
        i++;
        const value = o?.each?.([1, 2, 3]) ?? 0;
        if (value > 5) break;
      }
      return i;
    }
    export function program() {
      const value = (pause(), true) && twice({ each });
      return value + 1;
    }`,
  'a switch, fallen through': `
    function choose(x) {
      switch (x) {
        case 'a':
          pause();
        case 'b': {
          fail(x);
          break;
        }
        default:
          pause();
      }
      pause();
      return 1;
    }
    function tested(x) {
      switch (x) {
        case (pause(), 1):
          pause();
          break;
        case 1 + 1:
          pause();
        default:
          choose('a');
      }
      return 1;
    }
    export function program() {
      const value = tested(2);
      return value + 1;
    }`,
  'try, catch and finally': `
    function careful() {
      try {
        fail();
      } finally {
        pause();
      }
      return 1;
    }
    function rethrowing() {
      try {
        careful();
      } catch (error) {
        pause();
        throw error;
      }
      return 1;
    }
    function native() {
      let count = 0;
      try {
        rethrowing();
      } finally {
        count++;
      }
      return count;
    }
    export function program() {
      const value = native();
      return value + 1;
    }`,
  'an error that is caught': `
    function careful() {
      try {
        const value = fail();
        return value;
      } catch (error) {
        return error;
      }
    }
    export function program() {
      pause();
      const value = careful();
      return value;
    }`,
  'an error with a cause': `
    function inner() {
      try {
        fail();
      } catch (cause) {
        pause();
        throw new Error('wrapped', { cause });
      }
    }
    export function program() {
      inner();
      return 1;
    }`,
  'the cause of an error': `
    function careful() {
      try {
        fail();
      } catch (cause) {
        pause();
        throw new AggregateError([cause], 'wrapped', { cause });
      }
    }
    export function program() {
      try {
        careful();
      } catch (error) {
        return error.cause;
      }
    }`,
  'a callback of a function': `
    function call(f) {
      const value = f(1);
      return value + 1;
    }
    export function program() {
      const value = call(function named(x) {
        const y = fail(x);
        return y + 1;
      });
      return value + 1;
    }`,
  'closures, and variables that they share': `
    export function program() {
      const all = [];
      for (let i = 0; i < 3; i++) {
        const f = (x) => {
          pause();
          if (i === 2) fail(x);
          return i;
        };
        all.push(f);
        const value = f(i);
        all.push(value);
      }
      return all;
    }`,
  templates: `
    function tag(strings, x) {
      const y = fail(x);
      return y + strings[0];
    }
    export function program() {
      const value = tag\`a\${1}\`;
      return value + 1;
    }`,
  'a generator': `
    function* numbers() {
      yield 1;
      const value = fail();
      yield value;
    }
    export function program() {
      let sum = 0;
      const iterator = numbers();
      iterator.next();
      pause();
      sum += iterator.next().value;
      return sum;
    }`,
  'default values and destructuring': `
    function inner({ a, b = fail(a) }, c = 1) {
      pause();
      return a + b + c;
    }
    export function program() {
      const [x = inner({ a: 1 })] = [];
      return x + 1;
    }`,
  'many variables': `
    function inner(a, b, c, d, e) {
      const x = pause(a), y = pause(b), z = a + b;
      const value = fail(x, y);
      return value + a + b + c + d + e + x + y + z;
    }
    export function program() {
      const [a, b, c, d, e] = [1, 2, 3, 4, 5];
      const value = inner(a, b, c, d, e);
      return value + a + b + c + d + e;
    }`,
};

async function stackOf(program: Program): Promise<unknown> {
  const { program: fn } = program.exports;
  const outcome = await runVirtually(() => {
    'use greenlet';
    const result = fn();
    return result;
  }).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) throw new Error('the program must end with an error');
  return outcome.stack;
}

function plainStackOf(source: string): string[] {
  const program = Program.plain(source);
  try {
    return program.describe((program.exports.program() as Error).stack);
  } catch (error) {
    return program.describe((error as Error).stack);
  }
}

/** What of a plain stack lies outside of the clause that has caught the error is not on the way that the error has gone. */
const caughtInside = new Set(['an error that is caught', 'the cause of an error']);

/** Here the engine points at a parenthesis, or at the class, where we point at the name of what is called. */
const elsewhere = new Set([
  'private methods, and methods by computed names',
  'initializers of fields',
  'loops, conditions and chains',
  'templates',
]);

function lineOnly(frame: string): string {
  return frame.replace(/:.*/, '');
}

/** Fields that may block are initialized by the constructor itself. The engine has a function for that, which the constructor calls. */
function inConstructor(frames: readonly string[]): string[] {
  const isInitializer = (frame: string | undefined): boolean =>
    frame?.startsWith('<instance_members_initializer>') ?? false;
  return frames.flatMap((frame, index) => {
    if (!isInitializer(frame)) return isInitializer(frames[index - 1]) ? [] : [frame];
    const [name = ''] = (frames[index + 1] ?? '').split(' ');
    return [frame.replace('<instance_members_initializer>', name)];
  });
}

describe.each([
  ['compiled', {}],
  ['under stress', { stress: true }],
  ['compiled with the frames of tail calls', { tailFrames: true }],
])('A stack of a program that is %s', (_, options) => {
  const limit = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = 100;
  });
  afterAll(() => {
    Error.stackTraceLimit = limit;
  });

  it.each(Object.entries(shapes))('is that of the plain one: %s', async (shape, body) => {
    const source = PRELUDE + body;
    const expected = plainStackOf(source);
    const program = Program.compiled(source, options);
    const stack = program.describe(await stackOf(program));
    expect(stack.length).toBeGreaterThan(1);
    const comparable = caughtInside.has(shape) ? expected.slice(0, stack.length) : expected;
    if (elsewhere.has(shape)) expect(stack.map(lineOnly)).toEqual(inConstructor(comparable).map(lineOnly));
    else expect(stack).toEqual(comparable);
  });
});
