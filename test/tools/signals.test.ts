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

  it.each([
    ['a marked module', `'use greenlet';`, `sleep(2 ** 30);`],
    ['a plain module', ``, `await run(sleep, 2 ** 30);`],
    ['an async function', `'use greenlet';`, `(async () => { await new Promise(() => {}); })();`],
  ])('lets the others clean up where the top level of %s waits', async (_, directive, wait) => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `${directive}
        import { run, sleep, spawn } from 'greenlets';
        function child() {
          'use greenlet';
          try {
            sleep(2 ** 30);
          } finally {
            sleep(50);
            console.log('cleaned up');
          }
        }
        spawn(child);
        setImmediate(() => console.log('waiting'));
        ${wait}`,
    });
    for (const start of [
      () => startGreenlets(project, 'run', 'main.js'),
      () => startNodeWithRegister(project, 'main.js'),
    ]) {
      const program = start();
      await program.untilPrinted('waiting');
      program.signal('SIGINT');
      expect(await program.outcome).toEqual({ exitCode: 130, stdout: 'waiting\ncleaned up\n', stderr: '' });
    }
  });

  it('reports errors of the clean-up', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `'use greenlet';
        import { sleep, spawn } from 'greenlets';
        spawn(() => { try { sleep(2 ** 30); } finally { throw new Error('lost'); } });
        setImmediate(() => console.log('waiting'));`,
    });
    const program = startGreenlets(project, 'run', 'main.js');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    const { exitCode, stderr } = await program.outcome;
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining('Error: lost')]);
  });

  it('ends the program with an exception that is thrown meanwhile', async () => {
    const program = startGreenlets(
      createProject(waitingProgram(`setImmediate(() => { throw new Error('crash'); }); sleep(2 ** 30);`)),
      'run',
      'main.ts',
    );
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    const { exitCode, stderr } = await program.outcome;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Error: crash')]);
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

/** Ordinary async functions that nobody awaits wait for greenlets with clean-ups of different lengths. */
function derivingProgram(end: string): Record<string, string> {
  return {
    ...ES_MODULES,
    'main.ts': `
      import { run, shutdown, sleep } from 'greenlets';
      import { derive } from './plain.cjs';
      function work(ms: number): void {
        'use greenlet';
        try {
          sleep(2 ** 30);
        } finally {
          sleep(ms);
          console.log('cleaned up', ms);
        }
      }
      derive(() => run(work, 1), () => run(work, 100));
      run(work, 200);
      setTimeout(async () => {
        console.log('waiting');
        ${end}
      }, 10);`,
    'plain.cjs': `
      exports.derive = (first, second) => {
        (async () => await first())();
        (async () => { try { await first(); } catch (cause) { throw new Error('wrapped', { cause }); } })();
        first().then(() => {});
        Promise.all([first(), second()]);
        Promise.any([first(), second()]);
        first().finally(() => {});
      };`,
  };
}

const CLEANED_UP = 'cleaned up 1\n'.repeat(6) + 'cleaned up 100\n'.repeat(2) + 'cleaned up 200\n';

describe('Promises that were made of those of greenlets', () => {
  it('do not end the program before all have cleaned up after a signal', async () => {
    const program = startGreenlets(createProject(derivingProgram('')), 'run', 'main.ts');
    await program.untilPrinted('waiting');
    program.signal('SIGINT');
    expect(await program.outcome).toEqual({ exitCode: 130, stdout: `waiting\n${CLEANED_UP}`, stderr: '' });
  });

  it('do not end it during a shutdown; nobody listens afterwards', async () => {
    const end = `
      console.log(await shutdown());
      setTimeout(() => console.log(process.listenerCount('unhandledRejection')), 10);`;
    const program = startGreenlets(createProject(derivingProgram(end)), 'run', 'main.ts');
    expect(await program.outcome).toEqual({ exitCode: 0, stdout: `waiting\n${CLEANED_UP}true\n0\n`, stderr: '' });
  });

  it('end it if they are rejected with something else', async () => {
    const end = `Promise.reject(new Error('else')); await shutdown(); console.log('never');`;
    const program = startGreenlets(createProject(derivingProgram(end)), 'run', 'main.ts');
    const { exitCode, stdout, stderr } = await program.outcome;
    expect([exitCode, stdout]).toEqual([1, 'waiting\n']);
    expect(stderr).toContain('Error: else');
  });
});

describe('A greenlet that waits with a signal of a certain time', () => {
  it.each(['AbortSignal.timeout(50)', 'AbortSignal.any([new AbortController().signal, AbortSignal.timeout(50)])'])(
    'is woken by %s although nothing else keeps the program alive',
    async (signal) => {
      const main = `
        import { Event, run } from 'greenlets';
        function main(): string {
          'use greenlet';
          try {
            new Event().wait({ signal: ${signal} });
            return 'never';
          } catch (error) {
            return error instanceof DOMException || error.name === 'LoopExit' ? error.name : 'other';
          }
        }
        console.log(await run(main));`;
      const program = startGreenlets(createProject({ ...ES_MODULES, 'main.ts': main }), 'run', 'main.ts');
      expect(await program.outcome).toEqual({ exitCode: 0, stdout: 'TimeoutError\n', stderr: '' });
    },
  );
});
