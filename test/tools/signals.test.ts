import { startGreenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

/** Prints that it waits, waits for ever, and then runs the `finally` block given. */
function waitingProgram(cleanUp: string): Record<string, string> {
  return {
    ...ES_MODULES,
    'main.ts': `
      import { run, sleep } from 'greenlets';
      function main(): void {
        'use greenlet';
        try {
          console.log('waiting');
          sleep(2 ** 30);
        } finally {
          ${cleanUp}
        }
      }
      await run(main);`,
  };
}

describe('A signal that ends the program', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('kills the greenlets at %s, lets them clean up, and exits with %i', async (signal, exitCode) => {
    const program = startGreenlets(
      createProject(waitingProgram(`sleep(1); console.log('cleaned up');`)),
      'run',
      'main.ts',
    );
    await program.untilPrinted('waiting');
    program.signal(signal);
    expect(await program.outcome).toEqual({ exitCode, stdout: 'waiting\ncleaned up\n', stderr: '' });
  });

  it('ends it at once the second time', async () => {
    const project = createProject(waitingProgram(`console.log('cleaning up'); sleep(2 ** 30);`));
    const program = startGreenlets(project, 'run', 'main.ts');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    await program.untilPrinted('cleaning up');
    program.signal('SIGINT');
    expect((await program.outcome).exitCode).toBe(130);
  });

  it('ends a program that has no greenlets', async () => {
    const project = createProject({ 'main.mjs': `setInterval(() => {}, 2 ** 30); console.log('waiting');` });
    const program = startGreenlets(project, 'run', 'main.mjs');
    await program.untilPrinted('waiting');
    program.signal('SIGTERM');
    expect(await program.outcome).toEqual({ exitCode: 143, stdout: 'waiting\n', stderr: '' });
  });

  it('is left to the program if it listens for it', async () => {
    const project = createProject({
      'main.mjs': `
        import 'greenlets';
        const timer = setInterval(() => {}, 2 ** 30);
        process.on('SIGINT', () => { console.log('mine'); clearInterval(timer); });
        console.log('waiting');`,
    });
    const program = startGreenlets(project, 'run', 'main.mjs');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    expect(await program.outcome).toEqual({ exitCode: 0, stdout: 'waiting\nmine\n', stderr: '' });
  });
});
