import { readFileSync } from 'node:fs';
import { greenlets, nodeWithRegister, startGreenlets, startNodeWithRegister, type Running } from './command.ts';
import { importTrace } from '../observe/support/import-trace.ts';
import { createProject, ES_MODULES } from './project.ts';

const waiting = {
  ...ES_MODULES,
  'main.js': `
    import { Queue, RLock, run, sleep, spawn } from 'greenlets';

    const lock = new RLock({ name: 'accounts' });

    function holder() {
      'use greenlet';
      lock.acquire();
      sleep(2 ** 30);
      lock.release();
    }

    function transfer() {
      'use greenlet';
      sleep(1);
      console.log('waiting', process.pid);
      lock.acquire();
      sleep(1);
    }

    spawn(holder);
    spawn(transfer);
    setInterval(() => {}, 1000);
  `,
};

/** What the program prints of its greenlets. */
const DUMP = [
  '2 greenlets: 2 waiting',
  'code outside greenlets',
  / \+--- holder-\d waits for sleep\(1073741824\)/,
  / \| {6}at holder \(.*main\.js:9:7\)/,
  / \+--- transfer-\d waits for RLock\.acquire\(\): RLock "accounts", held by holder-\d/,
  / \| {6}at transfer \(.*main\.js:17:12\)/,
];

function expectDump(stderr: string): void {
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(DUMP.length);
  lines.forEach((line, at) => expect(line).toMatch(DUMP[at] as string | RegExp));
}

async function ended(program: Running): Promise<string> {
  await program.untilReported('at transfer');
  program.signal('SIGKILL');
  return (await program.outcome).stderr;
}

describe('A program prints what its greenlets do', () => {
  it.each([
    ['the command', startGreenlets, ['run', 'main.js']],
    ['the loader', startNodeWithRegister, ['main.js']],
  ] as const)('at SIGUSR2, with %s, and goes on', async (_, start, args) => {
    const program = start(createProject(waiting), ...args);
    await program.untilPrinted('waiting');
    program.signal('SIGUSR2');
    expectDump(await ended(program));
  });

  it('when `greenlets dump` is called with its process id', async () => {
    const project = createProject(waiting);
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('waiting');
    expect(await greenlets(project, 'dump', String(program.pid))).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expectDump(await ended(program));
  });

  it('in the threads of a ThreadPool, too', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import { run } from 'greenlets';
        import { ThreadPool } from 'greenlets/node/threads';

        const pool = new ThreadPool(new URL('./work.js', import.meta.url), { size: 1 });
        run(function main() { 'use greenlet'; pool.apply('work'); });
      `,
      'work.js': `
        'use greenlet';
        import { writeSync } from 'node:fs';
        import { sleep } from 'greenlets';
        export function work() {
          writeSync(1, 'working');
          sleep(2 ** 30);
          return 1;
        }
      `,
    });
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('working');
    program.signal('SIGUSR2');
    await program.untilReported('at work');
    program.signal('SIGKILL');
    const { stderr } = await program.outcome;
    expect(stderr).toMatch(/^1 greenlet: 1 waiting\ncode outside greenlets\n \+--- main-\d waits for /);
    expect(stderr).toMatch(
      /^thread \d+: 1 greenlet: 1 waiting\ncode outside greenlets\n \+--- work-\d waits for sleep\(1073741824\)\n.*at work/m,
    );
  });

  it('when it has loaded the library, if the signal comes before', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        process.once('SIGHUP', () => import('./late.js'));
        setInterval(() => {}, 1000);
        console.log('loading');
      `,
      'late.js': `
        import { run, sleep } from 'greenlets';
        run(function late() { 'use greenlet'; sleep(2 ** 30); });
      `,
    });
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('loading');
    program.signal('SIGUSR2');
    program.signal('SIGHUP');
    await program.untilReported('late-1 waits for sleep(1073741824)');
    program.signal('SIGKILL');
    await program.outcome;
    expect(program.endedBy).toBe('SIGKILL');
  });

  it('but not if it listens for the signal itself', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import 'greenlets';
        process.on('SIGUSR2', () => { console.log('mine'); process.exit(3); });
        setInterval(() => {}, 1000);
        console.log('waiting');
      `,
    });
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('waiting');
    program.signal('SIGUSR2');
    expect(await program.outcome).toEqual({ exitCode: 3, stdout: 'waiting\nmine\n', stderr: '' });
  });

  it('but is ended by the signal if it has no greenlets', async () => {
    const project = createProject({ ...ES_MODULES, 'main.js': `setInterval(() => {}, 1000); console.log('waiting');` });
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('waiting');
    program.signal('SIGUSR2');
    await program.outcome;
    expect(program.endedBy).toBe('SIGUSR2');
  });
});

describe('`greenlets dump` is refused', () => {
  it.each([
    ['what is no process id', ['x'], 'error: expected the number of a process, got "x"\n'],
    ['a process that the signal would end', [String(process.ppid)], /error: process \d+ does not listen for SIGUSR2/],
    ['a process that does not exist', ['99999999'], /^error: there is no process 99999999$/m],
  ])('%s', async (_, args, message) => {
    const { exitCode, stderr } = await greenlets(createProject({}), 'dump', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('`greenlets run --trace`', () => {
  it('writes what greenlets do', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import { run, sleep } from 'greenlets';
        await run(function main() {
          'use greenlet';
          sleep(5);
        });`,
    });
    const outcome = await greenlets(project, 'run', '--trace', 'out.json', 'main.js');
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const events = JSON.parse(readFileSync(project.path('out.json'), 'utf8')) as { name: string }[];
    expect(events.map(({ name }) => name)).toContain('sleep(5)');
  });

  it('writes a trace that viewers import as a whole, with the times of a real clock', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `'use greenlet';
        import { Pool, Queue, RLock, sleep, spawn } from 'greenlets';
        const queue = new Queue(2);
        const lock = new RLock();
        spawn(function reader() {
          for (let i = 0; i < 200; i++) {
            queue.get();
            lock.with(() => sleep(i % 3));
          }
        });
        new Pool(10).map((i) => {
          sleep(i % 5);
          queue.put(i);
          lock.with(() => sleep(0));
        }, Array.from({ length: 200 }, (_, i) => i));
        spawn(() => queue.get()).name = 'stuck';
        process.exitCode = 0;`,
    });
    const outcome = await greenlets(project, 'run', '--trace', 'out.json', 'main.js');
    expect(outcome).toMatchObject({ exitCode: 0, stdout: '' });
    const { slices, flows, problems } = importTrace(readFileSync(project.path('out.json'), 'utf8'));
    expect(problems).toEqual([]);
    expect(slices).toContainEqual(expect.objectContaining({ thread: 'stuck', name: 'Queue.get()' }));
    expect(flows.length).toBeGreaterThan(400);
    expect(new Set(flows.map(({ to }) => to.name))).toEqual(new Set(['run']));
  });

  it('is refused where the file cannot be written', async () => {
    const project = createProject({ ...ES_MODULES, 'main.js': '' });
    const outcome = await greenlets(project, 'run', '--trace', 'no/such/folder/out.json', 'main.js');
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toMatch(/^error: cannot write the trace: ENOENT/);
  });
});

describe('A program that only spawns greenlets', () => {
  const program = (body: string): Record<string, string> => ({
    ...ES_MODULES,
    'main.js': `
      import { Event, Pool, RLock, run, sleep, spawn, spawnRaw } from 'greenlets';
      function crossed(one, other) {
        'use greenlet';
        one.acquire();
        sleep(1);
        other.acquire();
      }
      function forEver(event) {
        'use greenlet';
        event.wait();
        sleep(1);
      }
      ${body}`,
  });

  it('tells who is stuck when it ends, and exits with 13', async () => {
    const project = createProject(
      program(`
        const [first, second] = [new RLock({ name: 'first' }), new RLock({ name: 'second' })];
        spawn(crossed, first, second).name = 'a';
        spawn(crossed, second, first).name = 'b';`),
    );
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.js');
    expect(exitCode).toBe(13);
    expect(stderr.replaceAll(/\(\S*main\.js/g, '(main.js').split('\n')).toEqual([
      'The program ends, but 2 greenlets wait for what never comes:',
      '  a waits for RLock.acquire(): RLock "second", held by b',
      '    at crossed (main.js:7:15)',
      '  b waits for RLock.acquire(): RLock "first", held by a',
      '    at crossed (main.js:7:15)',
      'Deadlock:',
      '  a waits for RLock "second" (main.js:7), held by b,',
      '  which waits for RLock "first" (main.js:7), held by a',
      '',
    ]);
  });

  it.each([
    ['that was told of others', `try { await run(forEver, new Event()); } catch {} spawn(forEver, new Event());`],
    [
      'that was told of others, by spawnRaw',
      `try { await run(forEver, new Event()); } catch {} spawnRaw(forEver, new Event());`,
    ],
    ['that has waited for others', `await run(sleep, 1); setTimeout(() => spawn(forEver, new Event()), 1);`],
  ])('does so in one %s before', async (_, body) => {
    const { exitCode, stderr } = await greenlets(createProject(program(body)), 'run', 'main.js');
    expect([exitCode, stderr]).toEqual([13, expect.stringContaining('1 greenlet waits for what never comes')]);
  });

  it.each([
    ['wakes those who wait', `event.set();`],
    ['has something to do', `setTimeout(() => event.set(), 1);`],
    ['has something to do that takes a while', `setTimeout(() => setTimeout(() => event.set(), 20), 1);`],
    ['starts greenlets', `spawn(() => event.set());`],
  ])('says nothing if a listener of beforeExit %s', async (_, body) => {
    const project = createProject(
      program(`
        const event = new Event();
        spawn(forEver, event);
        process.once('beforeExit', () => { ${body} });`),
    );
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('tells a wait that is over nothing of what comes next', async () => {
    const project = createProject(
      program(`
        process.once('beforeExit', () => { for (const end = performance.now() + 20; performance.now() < end; ); });
        await run(() => {
          'use greenlet';
          sleep(5, { ref: false });
          console.log(new Event().wait(5));
        });`),
    );
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout: 'false\n', stderr: '' });
  });

  it('does so with the loader, too', async () => {
    const project = createProject(program(`spawn(forEver, new Event({ name: 'never' }));`));
    const { exitCode, stderr } = await nodeWithRegister(project, ['main.js']);
    expect([exitCode, stderr]).toEqual([13, expect.stringContaining('1 greenlet waits for what never comes')]);
  });

  it.each([
    ['all of whose greenlets have ended', `spawn(sleep, 1);`],
    ['where somebody has waited for a greenlet', `spawn(forEver, new Event()); await run(sleep, 1);`],
    [
      'that has not read all results of imap()',
      `spawn(() => { 'use greenlet'; new Pool(2).imap((x) => x, [1, 2, 3, 4, 5], { maxSize: 2 }).next(); });`,
    ],
    ['whose greenlets need not end', `spawn(sleep, 2 ** 30, { ref: false });`],
  ])('says nothing about one %s', async (_, body) => {
    const outcome = await greenlets(createProject(program(body)), 'run', 'main.js');
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  describe('shows where, if functions end with the calls that wait', () => {
    const tail = program(`
      const lock = new RLock();
      const getter = () => { 'use greenlet'; return lock.acquire(); };
      spawn(getter);
      spawn(getter);`);
    const line = /getter-\d waits for RLock\.acquire\(\)[^\n]*\n.*at getter \(.*main\.js:\d+:\d+\)/;

    it('with the command, unless it is told not to', async () => {
      const project = createProject(tail);
      expect((await greenlets(project, 'run', 'main.js')).stderr).toMatch(line);
      const { stderr } = await greenlets(project, 'run', '--no-tail-frames', 'main.js');
      expect(stderr).toMatch(/getter-\d waits for RLock\.acquire\(\)/);
      expect(stderr).not.toContain('at getter');
    });

    it('with the loader, except in production', async () => {
      const project = createProject(tail);
      expect((await nodeWithRegister(project, ['main.js'], { NODE_ENV: 'development' })).stderr).toMatch(line);
      const { stderr } = await nodeWithRegister(project, ['main.js'], { NODE_ENV: 'production' });
      expect(stderr).toMatch(/getter-\d waits for RLock\.acquire\(\)/);
      expect(stderr).not.toContain('at getter');
    });
  });

  const left = (topLevel: string): Record<string, string> => ({
    ...ES_MODULES,
    'main.js': `'use greenlet';
      import { Queue, sleep, spawn } from 'greenlets';
      const queue = new Queue();
      spawn(() => { for (;;) { sleep(queue.get()); queue.taskDone(); } });
      ${topLevel}`,
  });

  it.each([
    ['has not waited', ''],
    ['has waited', 'sleep(1);'],
  ])('tells who is stuck where the marked top level of a module %s', async (_, topLevel) => {
    const { exitCode, stderr } = await greenlets(createProject(left(topLevel)), 'run', 'main.js');
    expect(exitCode).toBe(13);
    expect(stderr).toMatch(/1 greenlet waits for what never comes:\n.* waits for Queue\.get\(\)/);
  });

  it.each([
    ['have done all that was in their queue', 'queue.put(1); queue.join();'],
    ['have been awaited by others', 'await spawn(sleep, 1);'],
  ])('says nothing about workers that %s', async (_, topLevel) => {
    const outcome = await greenlets(createProject(left(topLevel)), 'run', 'main.js');
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('tells of a deadlock also if somebody has waited for another greenlet', async () => {
    const project = createProject(
      program(`
        const [first, second] = [new RLock(), new RLock()];
        spawn(crossed, first, second);
        spawn(crossed, second, first);
        await run(sleep, 1);`),
    );
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.js');
    expect([exitCode, stderr]).toEqual([13, expect.stringContaining('Deadlock:')]);
  });

  it('keeps the exit code that it has set itself', async () => {
    const project = createProject(program(`process.exitCode = 4; spawn(forEver, new Event());`));
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.js');
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('never comes')]);
  });
});
