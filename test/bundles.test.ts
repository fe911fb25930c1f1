import { build, type BuildOptions } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

const root = join(__dirname, '..');

const programs = {
  'run and sleep': `
    import { run, sleep } from 'greenlets';
    await run(() => {
      'use greenlet';
      sleep(1);
      console.log('done');
    });
  `,
  'run, sleep, spawn, a queue and a pool': `
    import { Pool, Queue, run, sleep, spawn } from 'greenlets';
    await run(() => {
      'use greenlet';
      const queue = new Queue();
      spawn(() => {
        'use greenlet';
        sleep(1);
        queue.put('do');
      });
      const end = new Pool(2).spawn(() => {
        'use greenlet';
        sleep(1);
        return 'ne';
      });
      console.log(queue.get() + end.get());
    });
  `,
  'spawn, joinAll, a group of tasks and select': `
    import { Event, joinAll, run, select, sleep, spawn, taskGroup } from 'greenlets';
    await run(() => {
      'use greenlet';
      const nap = () => sleep(1);
      joinAll([spawn(nap), spawn(nap)]);
      const event = new Event();
      taskGroup((group) => {
        'use greenlet';
        group.spawn(nap);
        event.set();
      });
      console.log(select([event]).index === 0 ? 'done' : '');
    });
  `,
  'cooperative methods of arrays, and those of iterables': `
    import { run, sleep } from 'greenlets';
    await run(() => {
      'use greenlet';
      const letters = ['d', 'o', 'n', 'e'].map((letter) => (sleep(1), letter));
      console.log([...letters].join(''));
    });
  `,
  'loops, spread and yield* over what is asynchronous': `
    import { run } from 'greenlets';
    async function* letters() {
      yield 'd';
      yield 'o';
    }
    await run(() => {
      'use greenlet';
      let text = '';
      for (const letter of letters()) text += letter;
      const more = [...new ReadableStream({
        start(controller) {
          controller.enqueue('n');
          controller.close();
        },
      })];
      function* last() {
        yield* (async function* () { yield 'e'; })();
      }
      console.log(text + more.join('') + [...last()].join(''));
    });
  `,
  'a pool that takes its items from what is asynchronous': `
    import { Pool, run, sleep } from 'greenlets';
    await run(() => {
      'use greenlet';
      const letters = new Pool(2).map((letter) => (sleep(1), letter), (async function* () { yield* 'done'; })());
      console.log(letters.join(''));
    });
  `,
  'a method whose name is only known when it is called': `
    import { run, sleep } from 'greenlets';
    const names = ['map'];
    await run(() => {
      'use greenlet';
      for (let i = 0; i < names.length; i++) console.log(['done'][names[i]]((word) => (sleep(1), word))[0]);
    });
  `,
  'Atomics.wait with a timeout, which nothing else keeps alive': `
    import { run } from 'greenlets';
    await run(() => {
      'use greenlet';
      const cells = new Int32Array(new SharedArrayBuffer(4));
      for (let i = 0; i < 20; i++) Atomics.wait(cells, 0, 0, 5);
      console.log('done');
    });
  `,
};

/** The kilobytes, minified and gzipped, that a program may take. */
const limits: Record<keyof typeof programs, number> = {
  'run and sleep': 16.7,
  'run, sleep, spawn, a queue and a pool': 28.6,
  'spawn, joinAll, a group of tasks and select': 30.1,
  'cooperative methods of arrays, and those of iterables': 34.7,
  'loops, spread and yield* over what is asynchronous': 22.1,
  'a pool that takes its items from what is asynchronous': 46.3,
  'a method whose name is only known when it is called': 34.8,
  'Atomics.wait with a timeout, which nothing else keeps alive': 17.1,
};

/** Compiles a program with the published command and bundles it, with the published package, for browsers. */
async function bundle(folder: string, code: string, options: BuildOptions = {}): Promise<Uint8Array> {
  const source = join(folder, 'program.mjs');
  const compiled = join(folder, 'compiled.mjs');
  writeFileSync(source, code);
  const text = execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), 'compile', source], { encoding: 'utf8' });
  writeFileSync(compiled, text);
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: root, sourcefile: compiled },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // Whose paths lead to the sources.
    tsconfigRaw: {},
    ...options,
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** The same by Rolldown and our plugin of it, which are ES modules. */
function rolledUp(folder: string, mode: 'production' | 'development'): Uint8Array {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/greenlets'));
  const script = `
    import { rolldown } from ${JSON.stringify(join(root, 'node_modules/rolldown/dist/index.mjs'))};
    import greenlets from ${JSON.stringify(join(root, 'dist/rolldown.mjs'))};
    const define = { 'process.env.NODE_ENV': '"${mode}"' };
    const build = await rolldown({ input: 'program.mjs', platform: 'browser', transform: { define }, plugins: [greenlets()] });
    await build.write({ file: 'rolled.mjs', minify: ${String(mode === 'production')} });`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  return readFileSync(join(folder, 'rolled.mjs'));
}

/** What a bundle prints. */
function outputOf(folder: string, contents: Uint8Array, args: readonly string[] = []): string {
  const file = join(folder, 'bundle.mjs');
  writeFileSync(file, contents);
  return execFileSync(process.execPath, [...args, file], { encoding: 'utf8' });
}

describe('a bundle for browsers', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(programs) as (keyof typeof programs)[])(
    'has no more of the runtime than a program uses: %s',
    async (name) => {
      const contents = await bundle(folder, programs[name]);
      expect(gzipSync(contents).length / 1000).toBeLessThan(limits[name]);

      expect(outputOf(folder, contents)).toBe('done\n');
    },
  );

  it.each(['run and sleep', 'run, sleep, spawn, a queue and a pool'] as const)(
    'has no more of it by Rolldown, with which Vite bundles, than by esbuild: %s',
    (name) => {
      writeFileSync(join(folder, 'program.mjs'), programs[name]);
      const contents = rolledUp(folder, 'production');
      expect(gzipSync(contents).length / 1000).toBeLessThan(limits[name]);
      expect(outputOf(folder, contents)).toBe('done\n');
    },
  );

  const FOR_NODE: BuildOptions = {
    platform: 'node',
    conditions: ['module'],
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  it.each<[string, string, string, BuildOptions, string]>([
    ['goes without whole stacks for production', '', '', {}, 'inner'],
    ['has whole stacks if it asks for them', ', traceErrors', 'traceErrors();', {}, 'inner outer'],
    ['has whole stacks if it is for Node after all', '', '', FOR_NODE, 'inner outer'],
  ])('%s', async (_, name, call, options, functions) => {
    const program = `
      import { run, sleep${name} } from 'greenlets';
      ${call}
      function inner() { 'use greenlet'; sleep(1); throw new Error('lost'); }
      function outer() { 'use greenlet'; inner(); return 'the end'; }
      await run(() => { 'use greenlet'; outer(); return 'the end'; }).catch((error) => console.log(error.stack));
    `;
    const stack = outputOf(folder, await bundle(folder, program, { keepNames: true, ...options }));
    expect(stack.match(/(?<=at )(?:inner|outer)/g)?.join(' ')).toBe(functions);
  });

  it.each<[string, BuildOptions, string]>([
    ['goes without fake timers for production', {}, 'slept'],
    ['knows fake timers if it is for Node after all', FOR_NODE, 'fake'],
  ])('%s', async (_, options, time) => {
    const program = `
      import { run, sleep } from 'greenlets';
      const clock = { now: 0, setTimeout() { console.log('fake'); process.exit(); }, clearTimeout() {} };
      globalThis.setTimeout = Object.assign(() => {}, { clock });
      await run(() => { 'use greenlet'; sleep(1); });
      console.log('slept');
    `;
    expect(outputOf(folder, await bundle(folder, program, options))).toBe(`${time}\n`);
  });

  const FOR_DEVELOPMENT = { define: { 'process.env.NODE_ENV': '"development"' } };
  it.each<[string, BuildOptions, RegExp]>([
    ['for production, shortly', {}, /code that is not compiled is in the way: mark it .* A build for development says/],
    ['for development', FOR_DEVELOPMENT, /\S+ \(.*bundle\.mjs:\d+:\d+\) was called by Array\.forEach/],
    ['not minified', { minify: false }, /pause \(.*bundle\.mjs:\d+:\d+\) was called by Array\.forEach/],
    // There is no `process.env.NODE_ENV` in the bundle then: it is asked for as it runs.
    ['for Node', { platform: 'node', conditions: ['module'] }, /\S+ \(.*\) was called by Array\.forEach/],
  ])('says why a call cannot wait: %s', async (_, options, message) => {
    const program = `
      import { run, sleep } from 'greenlets';
      const pause = () => { 'use greenlet'; sleep(1); };
      function unmarked() { [1].forEach(pause); }
      await run(() => { 'use greenlet'; unmarked(); }).catch((error) => console.log(error.message));
    `;
    expect(outputOf(folder, await bundle(folder, program, options))).toMatch(message);
  });

  it.each([
    ['for development', FOR_DEVELOPMENT],
    ['not minified', { minify: false }],
  ])('names the code that calls a method of the library, and another form of it: %s', async (_, options) => {
    const program = `
      import { Queue, run } from 'greenlets';
      function take(queue) { return queue.get(); }
      await run(() => { 'use greenlet'; take(new Queue()); }).catch((error) => console.log(error.message));
    `;
    const message = outputOf(folder, await bundle(folder, program, options));
    expect(message).toMatch(
      /^Queue\.get\(\) would block, but it was called by \S+ \(.*bundle\.mjs:\d+:\d+\), which is not compiled: mark it/,
    );
    expect(message).toContain('can use `await queue.async.get()`');
  });

  const REFUSED = `
    import { Event, Queue, run, Semaphore, sleep, spawn } from 'greenlets';
    function given() { 'use greenlet'; sleep('x'); return 1; }
    function optional() { 'use greenlet'; sleep(1, { reff: true }); return 1; }
    function made() { 'use greenlet'; const one = new Semaphore(-1); return one; }
    function started() { 'use greenlet'; const one = spawn(5); return one; }
    function asked() { 'use greenlet'; const one = new Queue().get({ timeout: 'x' }); return one; }
    function native() { new Event().wait(); }
    function unmarked() { native(); }
    function below() { 'use greenlet'; unmarked(); return 1; }
    function stackOf(error) { console.log(/^ {4}at ([a-z]+)/m.exec(error.stack)[1]); }
    for (const each of [given, optional, made, started, asked, below]) await run(each).catch(stackOf);
    function outside() { sleep(1); }
    try { outside(); } catch (error) { stackOf(error); }
  `;
  const FIRST = 'given optional made started asked native outside';
  const NAMED = { ...FOR_DEVELOPMENT, keepNames: true };
  it.each<[string, string, BuildOptions]>([
    ['minified', REFUSED, NAMED],
    ['not minified', REFUSED, { ...NAMED, minify: false }],
    ['for Node', REFUSED, { platform: 'node', conditions: ['module'], minify: false }],
    ['where modules are loaded when they are needed', `import('greenlets');${REFUSED}`, { ...NAMED, minify: false }],
  ])('shows the call first that the library refuses: %s', async (_, program, options) => {
    expect(
      outputOf(folder, await bundle(folder, program, options))
        .trim()
        .split('\n')
        .join(' '),
    ).toBe(FIRST);
  });

  it('shows it first in production if a source map tells where it is', async () => {
    const program = REFUSED.replace(/\bfunction stackOf.*/, 'function stackOf(error) { console.log(error.stack); }');
    const contents = await bundle(folder, program, { ...FOR_NODE, sourcemap: 'inline' });
    const output = outputOf(folder, contents, ['--enable-source-maps']);
    expect(output.match(/(?<!^ {4}at .*\n)^ {4}at .*\/compiled\.mjs:/gm)).toHaveLength(FIRST.split(' ').length);
    expect(output).not.toMatch(/^ {4}at .*modules/m);
  });

  it('shows it first if Rolldown has made the bundle', () => {
    writeFileSync(join(folder, 'program.mjs'), REFUSED);
    expect(outputOf(folder, rolledUp(folder, 'development')).trim().split('\n').join(' ')).toBe(FIRST);
  });

  it.each<[string, (program: string) => Promise<Uint8Array>]>([
    ['esbuild, minified', (program) => bundle(folder, program)],
    [
      'Rolldown',
      (program) => {
        writeFileSync(join(folder, 'program.mjs'), program);
        return Promise.resolve(rolledUp(folder, 'development'));
      },
    ],
  ])('leaves functions without names as they are: %s', async (_, bundled) => {
    const program = `
      import { run, sleep } from 'greenlets';
      const tasks = [];
      const note = (task) => tasks.push(task);
      note(() => { 'use greenlet'; sleep(1); return 1; });
      note(async () => { 'use greenlet'; sleep(1); return 2; });
      const o = {};
      o.f = () => { 'use greenlet'; sleep(1); return 3; };
      note(o.f);
      for (const task of tasks) console.log(task.name, await run(task));
    `;
    expect(outputOf(folder, await bundled(program))).toBe(' 1\n 2\n 3\n');
  });

  it.each([true, false])(
    'lets functions block that code which is not compiled has bound; minified: %s',
    async (minify) => {
      const program = `
      import { run, sleep } from 'greenlets';
      function task() { 'use greenlet'; sleep(1); console.log('done'); }
      await run(task.bind(null));
    `;
      expect(outputOf(folder, await bundle(folder, program, { minify }))).toBe('done\n');
    },
  );
});
