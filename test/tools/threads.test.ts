import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { greenlets, type Outcome } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const root = join(__dirname, '../..');

/** Runs a program with the functions of `work.js` in threads. */
async function runWith(main: string, work: string): Promise<Outcome> {
  const prelude = `'use greenlet';
    import { sleep, spawn, Timeout, withTimeout } from 'greenlets';
    import { ThreadPool } from 'greenlets/node/threads';
    const pool = new ThreadPool(new URL('./work.js', import.meta.url), { size: 2 });\n`;
  const project = createProject({ ...ES_MODULES, 'main.js': `${prelude}${main}\npool.close();`, 'work.js': work });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  return await greenlets(project, 'run', 'main.js');
}

async function printedBy(main: string, work: string): Promise<unknown[]> {
  const { stdout, stderr } = await runWith(main, work);
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const print = `const print = (...values) => console.log(JSON.stringify(values));\n`;

const WORK = `
  import { isMainThread, threadId } from 'node:worker_threads';
  import { sleep, spawn } from 'greenlets';
  import { transfer } from 'greenlets/node/threads';
  export function add(a, b) { return [a + b, isMainThread]; }
  export async function later(a) { return a; }
  export function double(x) { return 2 * x; }
  export function wait(ms) { 'use greenlet'; const other = spawn(() => ms + 1); sleep(ms); return other.get(); }
  export function count(...args) { return args.length; }
  export function spin() { for (;;); }
  export function fail() { throw Object.assign(new RangeError('too far', { cause: new Error('why') }), { code: 'E_FAR', fn: () => 1 }); }
  export class Odd extends Error { get name() { return 'Odd'; } }
  export function odd() { throw new Odd('strange'); }
  export function text() { throw 'no error'; }
  export function several() { throw new AggregateError([new TypeError('one'), 'two'], 'all'); }
  export default { own: () => 'own' };
  export function back() { return () => 1; }
  export function toss() { throw { f() {} }; }
  export function fill(buffer) { new Uint8Array(buffer).fill(7); return transfer(buffer, [buffer]); }
`;

describe('greenlets/node/threads', () => {
  it('E101: calls functions in threads, marked ones in greenlets', async () => {
    const printed = await printedBy(
      `${print}
      print(pool.apply('add', [1, 2]), pool.apply('later', [3]), pool.apply('wait', [5]));
      print(pool.spawn('double', 4).get(), pool.map('double', [1, 2, 3]), [...pool.imap('double', [4, 5])]);
      const buffer = new ArrayBuffer(4);
      const filled = pool.apply('fill', [buffer], { transfer: [buffer] });
      print(buffer.byteLength, [...new Uint8Array(filled)], pool.size);`,
      WORK,
    );
    expect(printed).toEqual([
      [[3, false], 3, 6],
      [8, [2, 4, 6], [8, 10]],
      [0, [7, 7, 7, 7], 2],
    ]);
  });

  it('throws what a function throws, with both stacks', async () => {
    const printed = await printedBy(
      `${print}
      function caught(name) {
        try { pool.apply(name, []); } catch (error) { return error; }
      }
      const error = caught('fail');
      print(error instanceof RangeError, error.message, error.code, error.cause.message, 'fn' in error);
      print(/at fail .*work\\.js[^]*at another thread, which was called by\\n +at caught .*main\\.js:\\d+:\\d+\\)/.test(error.stack));
      print(String(caught('odd')), caught('text'), String(caught('nothing')).replace(/file:.* exports/, 'exports'));
      const clone = (name, args) => { try { pool.apply(name, args); } catch (error) { return error instanceof Error && error.name; } };
      print(clone('double', [() => 1]), clone('back', []), clone('toss', []));`,
      WORK,
    );
    expect(printed).toEqual([
      [true, 'too far', 'E_FAR', 'why', false],
      [true],
      ['Odd: strange', 'no error', 'TypeError: exports no function "nothing"'],
      ['DataCloneError', 'DataCloneError', 'DataCloneError'],
    ]);
  });

  it('keeps the errors of an AggregateError', async () => {
    const printed = await printedBy(
      `${print}
      try { pool.apply('several', []); } catch (error) {
        const { message, errors: [first, second] } = error;
        print(error instanceof AggregateError, message, first instanceof TypeError, first.message, second);
      }`,
      WORK,
    );
    expect(printed).toEqual([[true, 'all', true, 'one', 'two']]);
  });

  it('calls nothing that the module only inherits', async () => {
    const printed = await printedBy(
      `${print}
      print(pool.apply('own'));
      for (const name of ['constructor', 'toString', '__proto__', '__defineGetter__']) {
        try { print(pool.apply(name, ['x'])); } catch (error) { print(error.message.replace(/^file:.* exports/, 'exports')); }
      }`,
      WORK,
    );
    expect(printed).toEqual([
      ['own'],
      ['exports no function "constructor"'],
      ['exports no function "toString"'],
      ['exports no function "__proto__"'],
      ['exports no function "__defineGetter__"'],
    ]);
  });

  it('ends what is killed, in the middle of a computation', async () => {
    const printed = await printedBy(
      `${print}
      print(withTimeout(200, () => pool.apply('spin', []), { timeoutValue: 'late' }));
      const spinning = [1, 2, 3].map(() => pool.spawn('spin'));
      sleep(100);
      for (const greenlet of spinning) greenlet.kill();
      print(pool.apply('double', [21]));
      const mapping = spawn(() => pool.map('spin', [1, 2, 3]));
      sleep(50);
      mapping.kill();
      print(pool.apply('double', [4]));
      try { pool.apply('spin', [], { timeout: 100 }); } catch (error) { if (error instanceof Timeout) print('Timeout'); }`,
      WORK,
    );
    expect(printed).toEqual([['late'], [42], [8], ['Timeout']]);
  });

  it('reports what fails in a thread after its call has returned', async () => {
    const printed = await printedBy(
      `${print}
      import { AsyncResult, setErrorHandler } from 'greenlets';
      for (const name of ['reject', 'throwLater']) {
        const reported = new AsyncResult();
        setErrorHandler((error) => reported.set(error.message));
        print(pool.apply(name), reported.get(20_000)); // idle threads do not keep the program alive
      }
      print(pool.apply('add', [1, 2]));`,
      `export function reject() { Promise.reject(new Error('rejected')); return 'returned'; }
      export function throwLater() { setImmediate(() => { throw new Error('thrown'); }); return 'returned'; }
      export function add(a, b) { return a + b; }`,
    );
    expect(printed).toEqual([['returned', 'rejected'], ['returned', 'thrown'], [3]]);
  });

  it('finds a module by its URL, and by its path from the working directory on', async () => {
    const printed = await printedBy(
      `${print}
      const url = new URL('./work.js', import.meta.url);
      for (const module of ['./work.js', './missing/../work.js', url.pathname, url.href]) {
        using other = new ThreadPool(module);
        print(other.apply('double', [2]));
      }`,
      WORK,
    );
    expect(printed).toEqual([[4], [4], [4], [4]]);
  });

  it('ends what an iteration has begun that is killed or left', async () => {
    const printed = await printedBy(
      `${print}
      const left = [
        () => { for (const _ of pool.imap('spin', [1, 2, 3])) print('never'); },
        () => { for (const _ of pool.imap('spinOrNot', [0, 1, 2])) break; },
      ];
      for (const leave of left) {
        const leaving = spawn(leave);
        sleep(300);
        leaving.kill();
        print(pool.apply('add', [1, 2]), [...pool.imap('double', [4, 5])]);
      }
      pool.close();`,
      `${WORK}
      export function spinOrNot(spins) { while (spins); return spins; }`,
    );
    const sum = [3, false];
    expect(printed).toEqual([
      [sum, [8, 10]],
      [sum, [8, 10]],
    ]);
  });

  it('refuses what is no module, no number of threads and no time', async () => {
    const printed = await printedBy(
      `${print}
      const attempt = (call) => { try { return call().size; } catch (error) { return String(error); } };
      for (const module of ['work.js', '', 'work', null, {}]) print(attempt(() => new ThreadPool(module)));
      for (const size of [1.5, 0, -1, NaN, Infinity, '2', null]) print(attempt(() => new ThreadPool('./work.js', { size })));
      for (const idleTimeout of [-1, NaN, '2', null]) print(attempt(() => new ThreadPool('./work.js', { idleTimeout })));
      print(attempt(() => new ThreadPool('./work.js', { size: 3, idleTimeout: Infinity })));`,
      WORK,
    );
    const module = 'TypeError: expected the URL of a module, or a path that is absolute or begins with ./ or ../, got';
    const size = 'TypeError: expected a whole number of at least 1 as `size`, got';
    expect(printed.flat()).toEqual([
      `${module} \`"work.js"\` (string)`,
      `${module} \`""\` (string)`,
      `${module} \`"work"\` (string)`,
      `${module} \`null\``,
      `${module} an instance of \`Object\` (object)`,
      `${size} \`1.5\` (number)`,
      `${size} \`0\` (number)`,
      `${size} \`-1\` (number)`,
      `${size} \`NaN\` (number)`,
      `${size} \`Infinity\` (number)`,
      `${size} \`"2"\` (string)`,
      `${size} \`null\``,
      'RangeError: expected a timeout of at least 0 ms, got `-1` (number)',
      'TypeError: expected a number of milliseconds, got `NaN` (number)',
      'TypeError: expected a number of milliseconds, got `"2"` (string)',
      'TypeError: expected a number of milliseconds, got `null`',
      3,
    ]);
  });

  it('is refused outside greenlets, with wrong arguments, and once the pool is closed', async () => {
    const printed = await printedBy(
      `${print}
      const attempt = (call) => { try { return call(); } catch (error) { return error.message; } };
      print(attempt(() => new ThreadPool(1)), attempt(() => new ThreadPool('./x', { threads: 1 })), attempt(() => pool.apply('double', [1], { limit: 1 })));
      print(attempt(() => pool.apply('double', 2)), attempt(() => pool.apply(print)), attempt(() => pool.spawn(1)), attempt(() => pool.map('double')));
      setTimeout(() => print(attempt(() => pool.apply('double', [1])).startsWith('ThreadPool.apply() would block')), 0);
      sleep(10);
      print(pool.apply('count'));
      const spawned = pool.spawn('wait', 5);
      pool.close();
      print(spawned.get(), attempt(() => pool.apply('double', [1])), attempt(() => pool.spawn('double', 1)));
      print(attempt(() => pool.map('double', [1])), attempt(() => pool.imap('double', [1])), pool.threads);`,
      WORK,
    );
    const closed = 'the thread pool is closed: no function can be called any more';
    expect(printed).toEqual([
      [
        'expected the URL of a module, or a path that is absolute or begins with ./ or ../, got `1` (number)',
        'expected options with `size`, `idleTimeout`, got an unknown option `threads`',
        'expected options with `transfer`, `timeout`, `signal`, got an unknown option `limit`',
      ],
      [
        'expected an array of arguments, got `2` (number)',
        'expected the name of a function that the module exports, got `print` (function)',
        'expected the name of a function that the module exports, got `1` (number)',
        'expected an iterable, got `undefined`',
      ],
      [true],
      [0],
      [6, closed, closed],
      [closed, closed, 0],
    ]);
  });
});
