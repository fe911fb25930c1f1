import { startGreenlets, startNodeWithRegister } from './command.ts';
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
    await program.outcome;
    expect(program.endedBy).toBe('SIGINT');
  });

  it('ends it at once the second time, also if the clean-up computes without end', async () => {
    const project = createProject(waitingProgram(`console.log('cleaning up'); for (;;);`));
    const program = startGreenlets(project, 'run', 'main.ts');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    await program.untilPrinted('cleaning up');
    program.signal('SIGTERM');
    await program.outcome;
    expect(program.endedBy).toBe('SIGTERM');
  });

  it.each([
    ['that has no greenlets', `setInterval(() => {}, 2 ** 30); console.log('waiting');`],
    [
      'that loads the runtime, and has no greenlets',
      `import 'greenlets'; setInterval(() => {}, 1000); console.log('waiting');`,
    ],
    [
      'whose greenlets have ended',
      `import { run } from 'greenlets'; await run(() => {}); setInterval(() => {}, 1000); console.log('waiting');`,
    ],
    ['that computes without end', `console.log('waiting'); for (;;);`],
    [
      'that computes without end in a greenlet',
      `import { run } from 'greenlets'; run(() => { 'use greenlet'; console.log('waiting'); for (;;); });`,
    ],
    [
      'that computes without end in a greenlet while others wait',
      `import { run, sleep, spawn } from 'greenlets';
       run(() => { 'use greenlet'; spawn(() => sleep(2 ** 30)); sleep(1); console.log('waiting'); for (;;); });`,
    ],
  ])('ends a program %s as Node does', async (_, code) => {
    const project = createProject({ 'main.mjs': code });
    for (const [signal, program] of [
      ['SIGTERM', startGreenlets(project, 'run', 'main.mjs')],
      ['SIGINT', startNodeWithRegister(project, 'main.mjs')],
    ] as const) {
      await program.untilPrinted('waiting');
      program.signal(signal);
      await program.outcome;
      expect(program.endedBy).toBe(signal);
    }
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

  it('is ours again when the program no longer listens', async () => {
    const project = createProject({
      'main.mjs': `
        setInterval(() => {}, 2 ** 30);
        process.once('SIGINT', () => console.log('mine'));
        console.log('waiting');`,
    });
    const program = startGreenlets(project, 'run', 'main.mjs');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    await program.untilPrinted('mine');
    program.signal('SIGINT');
    await program.outcome;
    expect(program.endedBy).toBe('SIGINT');
  });
});
