import { join } from 'node:path';
import type { Blocked, MonitorCounters } from 'greenlets/observe';
import { Running, startGreenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const cli = join(__dirname, '../../dist/cli.mjs');

it('E110: a monitor reports an endless loop while it lasts, with the lines of the source', async () => {
  const project = createProject({
    ...ES_MODULES,
    'main.ts': `
      import { sleep, spawn } from 'greenlets';
      import { monitor } from 'greenlets/observe';

      interface Count { rounds: number }

      function forEver(count: Count): void {
        for (;;) count.rounds++;
      }

      function handle(count: Count): void {
        'use greenlet';
        sleep(5);
        forEver(count);
      }

      function serve(): void {
        'use greenlet';
        handle({ rounds: 0 });
        sleep(1);
      }

      monitor({ maxBlockingTime: 50 });
      spawn(serve).name = 'server';
      `,
  });
  const program = startGreenlets(project, 'run', 'main.ts');
  const giveUp = setTimeout(() => program.signal('SIGKILL'), 30_000);
  await program.untilReported('at serve').finally(() => clearTimeout(giveUp));
  program.signal('SIGKILL');
  const { stderr } = await program.outcome;
  const [first, ...stack] = stderr.trimEnd().split('\n');
  expect(first).toMatch(/^server has been running for \d+ ms without a pause:$/);
  expect(stack).toEqual([
    expect.stringMatching(/^ {4}at forEver \(.*main\.ts:8:\d+\)$/),
    expect.stringMatching(/^ {4}at handle \(.*main\.ts:14:9\)$/),
    expect.stringMatching(/^ {4}at serve \(.*main\.ts:19:9\)$/),
  ]);
});

/** In a process of its own: the thread of a monitor has to be told of everything that the process has loaded. */
describe('A monitor that has somebody to tell', () => {
  const SLOWLY = `
    const key = Symbol.for('greenlets:v1:monitor');

    /** Computes until the thread of the monitor has stopped this one and asked it what it does. */
    export function slowly(): number {
      const answer = Reflect.get(globalThis, key) as () => unknown;
      let asked = false;
      Reflect.defineProperty(globalThis, key, { value: () => { asked = true; return answer(); }, configurable: true });
      let rounds = 0;
      while (!asked) rounds++;
      return rounds;
    }
    `;

  async function printedBy(main: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
    const { folder } = createProject({ ...ES_MODULES, 'slowly.ts': SLOWLY, 'main.ts': main });
    const { stdout } = await new Running([cli, 'run', 'main.ts'], folder, env).outcome;
    return JSON.parse(stdout);
  }

  it.each([
    ['in files', {}],
    ['in the code', { GREENLETS_CACHE: '0' }],
  ])('tells which greenlet ran for too long, with the lines of the sources, whose maps are %s', async (_, env) => {
    const printed = await printedBy(
      `
        import { Event, run, spawn } from 'greenlets';
        import { monitor, type Blocked } from 'greenlets/observe';
        import { slowly } from './slowly.ts';

        await run(function main() {
          'use greenlet';
          const event = new Event();
          const found: Blocked[] = [];
          const { counters } = monitor({ maxBlockingTime: 50, onBlocked: (blocked) => { found.push(blocked); event.set(); } });
          const busy = spawn(function busy() {
            slowly();
            // The thread of a monitor keeps nobody alive.
            event.wait(30_000);
          });
          busy.name = 'busy';
          busy.get();
          console.log(JSON.stringify([found, counters.blocked]));
        });
        `,
      env,
    );
    const [[{ name, ms, stack }], blocked] = printed as [[Blocked], number];
    expect(name).toBe('busy');
    expect(ms).toBeGreaterThanOrEqual(50);
    expect(stack).toEqual([
      expect.stringMatching(/^at slowly \(.*slowly\.ts:10:\d+\)$/),
      expect.stringMatching(/^at busy \(.*main\.ts:12:13\)$/),
    ]);
    expect(blocked).toBe(1);
  });

  it('counts what goes on when it is started', async () => {
    const printed = await printedBy(`
        import { run, sleep } from 'greenlets';
        import { monitor } from 'greenlets/observe';
        import { slowly } from './slowly.ts';

        await run(function main() {
          'use greenlet';
          const { counters } = monitor({ maxBlockingTime: 50, onBlocked: () => undefined });
          slowly();
          sleep();
          console.log(JSON.stringify(counters));
        });
        `);
    const counters = printed as MonitorCounters;
    expect(counters).toMatchObject({ slices: 2, blocked: 1 });
    expect(counters.longestSlice).toBeGreaterThan(50);
  });
});

const ENDLESS = {
  ...ES_MODULES,
  'main.ts': `
    import { sleep, spawn } from 'greenlets';

    function forEver(count: { rounds: number }): void {
      for (;;) count.rounds++;
    }

    function serve(): void {
      'use greenlet';
      sleep(600);
      forEver({ rounds: 0 });
    }

    spawn(serve).name = 'server';
    `,
};

describe('The monitor that runs by itself', () => {
  it('reports an endless loop while a program is developed', async () => {
    const { folder } = createProject(ENDLESS);
    const program = new Running([cli, 'run', 'main.ts'], folder, { NODE_ENV: 'development' });
    const giveUp = setTimeout(() => program.signal('SIGKILL'), 40_000);
    await program.untilReported('at serve').finally(() => clearTimeout(giveUp));
    program.signal('SIGKILL');
    const { stderr } = await program.outcome;
    const [first, ...stack] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^server has been running for \d{4,} ms without a pause:$/);
    expect(stack).toEqual([
      expect.stringMatching(/^ {4}at forEver \(.*main\.ts:5:\d+\)$/),
      expect.stringMatching(/^ {4}at serve \(.*main\.ts:11:7\)$/),
    ]);
  });

  it('lets the program go on after a report', async () => {
    const { folder } = createProject({
      ...ES_MODULES,
      'main.js': `
        'use greenlet';
        import { sleep } from 'greenlets';
        const end = Date.now() + 1000;
        while (Date.now() < end);
        sleep(200);
        console.log('slept');`,
    });
    const program = new Running([cli, 'run', 'main.js'], folder, { NODE_ENV: 'development', GREENLETS_MONITOR: '100' });
    const { stdout, stderr } = await program.outcome;
    expect(stderr).toMatch(/^top-level-1 has been running for \d+ ms without a pause:\n/);
    expect(stdout).toBe('slept\n');
  });

  it('names the call that has held up the whole process as soon as it has returned', async () => {
    const { folder } = createProject({
      ...ES_MODULES,
      'tool.js': `
        import { execFileSync } from 'node:child_process';
        export function callTool() {
          execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 1000)']);
        }`,
      'main.js': `
        'use greenlet';
        import { run, sleep, spawn } from 'greenlets';
        import { callTool } from './tool.js';
        function serve() {
          callTool();
          return 5;
        }
        spawn(serve).name = 'server';
        sleep(2000);`,
    });
    const program = new Running([cli, 'run', 'main.js'], folder, { NODE_ENV: 'development', GREENLETS_MONITOR: '100' });
    const { stderr } = await program.outcome;
    const [first, ...stack] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^server has been running for \d+ ms without a pause:$/);
    expect(stack).toEqual([
      expect.stringMatching(/^ {4}at callTool \(.*tool\.js:4:\d+\)$/),
      expect.stringMatching(/^ {4}at serve \(.*main\.js:6:\d+\)$/),
    ]);
  });

  /** Says which monitors there are: those of the loader are told before the runtime is there. */
  const WATCHED = `
    import 'greenlets';
    console.log(Symbol.for('greenlets:v1:monitor') in globalThis);`;

  it.each([
    [{ NODE_ENV: 'production' }, 'false\n'],
    [{ NODE_ENV: 'test' }, 'false\n'],
    [{ NODE_ENV: 'development', GREENLETS_MONITOR: 'off' }, 'false\n'],
    [{ NODE_ENV: 'development' }, 'true\n'],
    [{ NODE_ENV: '' }, 'true\n'],
    [{ NODE_ENV: 'production', GREENLETS_MONITOR: '500' }, 'true\n'],
  ])('knows by the environment whether a program is developed: %p', async (env, stdout) => {
    const { folder } = createProject({ ...ES_MODULES, 'main.js': WATCHED });
    expect(await new Running([cli, 'run', 'main.js'], folder, env).outcome).toEqual({
      exitCode: 0,
      stdout,
      stderr: '',
    });
  });

  it.each(['abc', '-5'])('complains once of what is no time, and watches all the same: %s', async (asked) => {
    const { folder } = createProject({ ...ES_MODULES, 'main.js': WATCHED });
    const env = { NODE_ENV: 'development', GREENLETS_MONITOR: asked };
    expect(await new Running([cli, 'run', 'main.js'], folder, env).outcome).toEqual({
      exitCode: 0,
      stdout: 'true\n',
      stderr: `expected a number of milliseconds, or off, as GREENLETS_MONITOR, got \`"${asked}"\` (string)\n`,
    });
  });

  it('makes room for the one that the program starts', async () => {
    const { folder } = createProject({
      ...ES_MODULES,
      'main.js': `
        'use greenlet';
        import { sleep } from 'greenlets';
        import { monitor } from 'greenlets/observe';
        const found = [];
        const running = monitor({ maxBlockingTime: 50, onBlocked: (blocked) => found.push(blocked) });
        while (found.length === 0) {
          for (const end = Date.now() + 300; Date.now() < end;);
          sleep(50);
        }
        running.stop();
        console.log(found.length > 0, Symbol.for('greenlets:v1:monitor') in globalThis);`,
    });
    const env = { NODE_ENV: 'development', GREENLETS_MONITOR: '50' };
    expect(await new Running([cli, 'run', 'main.js'], folder, env).outcome).toEqual({
      exitCode: 0,
      stdout: 'true false\n',
      stderr: '',
    });
  });
});
