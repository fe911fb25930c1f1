import { startGreenlets } from './command.ts';
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
