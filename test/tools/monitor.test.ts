import { join } from 'node:path';
import { Running, startGreenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

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

const cli = join(__dirname, '../../dist/cli.mjs');

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
    expect(stderr).toMatch(/^greenlet-1 has been running for \d+ ms without a pause:\n/);
    expect(stdout).toBe('slept\n');
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
