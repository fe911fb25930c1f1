import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'greenlets';
import { onSignal, shutdownOnSignals, waitForSignal } from 'greenlets/node/signals';
import { greenlets, Running } from './command.ts';
import { createProject, ES_MODULES, type Project } from './project.ts';

/** A project with the package, in which a program has been compiled that plain Node runs. */
async function compiled(source: string): Promise<Project> {
  const project = createProject({ ...ES_MODULES, 'main.mjs': source, 'node_modules/.keep': '' });
  symlinkSync(join(__dirname, '../..'), project.path('node_modules/greenlets'));
  const { stdout } = await greenlets(project, 'compile', 'main.mjs');
  writeFileSync(project.path('compiled.mjs'), stdout);
  return project;
}

async function started(source: string): Promise<Running> {
  const { folder } = await compiled(source);
  const program = new Running(['compiled.mjs'], folder);
  await program.untilPrinted('waiting');
  return program;
}

describe('greenlets/node/signals', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)('refuse %s, which no program can handle', async (signal) => {
    const message = 'expected a signal that a program can handle, got `"' + signal;
    expect(() => onSignal(signal, () => 1)).toThrow(message);
    expect(() => shutdownOnSignals({ signals: [signal] })).toThrow(message);
    await expect(run(waitForSignal, signal)).rejects.toThrow(message);
  });

  it('E106: onSignal calls the handler in a greenlet of its own, later, and until that is ended', async () => {
    const program = await started(`
      'use greenlet';
      import { run, sleep } from 'greenlets';
      import { onSignal } from 'greenlets/node/signals';
      await run(() => {
        let isHandling = false;
        const end = onSignal('SIGUSR1', (text) => {
          isHandling = true;
          sleep(5);
          console.log('handled', text);
          end();
          process.exit();
        }, 'with arguments');
        console.log('waiting');
        process.kill(process.pid, 'SIGUSR1');
        console.log(isHandling);
        sleep(2 ** 30);
      });`);
    expect(await program.outcome).toEqual({
      exitCode: 0,
      stdout: 'waiting\nfalse\nhandled with arguments\n',
      stderr: '',
    });
  });

  it('waitForSignal keeps the process alive until one comes, and says which', async () => {
    const program = await started(`
      'use greenlet';
      import { run, spawn, sleep } from 'greenlets';
      import { waitForSignal } from 'greenlets/node/signals';
      await run(() => {
        const both = ['SIGHUP', 'SIGTERM'];
        console.log(waitForSignal(both, 5), process.listenerCount('SIGTERM'));
        const other = spawn(waitForSignal, 'SIGTERM');
        sleep(0);
        console.log('waiting');
        console.log(waitForSignal(both), other.get(), process.listenerCount('SIGTERM'));
      });`);
    program.signal('SIGTERM');
    expect(await program.outcome).toEqual({
      exitCode: 0,
      stdout: 'null 0\nwaiting\nSIGTERM SIGTERM 0\n',
      stderr: '',
    });
  });

  it('waitForSignal listens once, however many wait', async () => {
    const program = await started(`
      'use greenlet';
      import { joinAll, run, sleep, spawn } from 'greenlets';
      import { waitForSignal } from 'greenlets/node/signals';
      await run(() => {
        const waits = Array.from({ length: 20 }, () => spawn(waitForSignal, 'SIGHUP'));
        sleep(0);
        waits[0].kill();
        console.log('waiting', process.listenerCount('SIGHUP'));
        console.log(joinAll(waits).filter(({ value }) => value === 'SIGHUP').length, process.listenerCount('SIGHUP'));
      });`);
    program.signal('SIGHUP');
    expect(await program.outcome).toEqual({ exitCode: 0, stdout: 'waiting 1\n19 0\n', stderr: '' });
  });

  it('onSignal is named where somebody is stuck: its handler does not keep the process alive', async () => {
    const { folder } = await compiled(`
      'use greenlet';
      import { Event, run } from 'greenlets';
      import { onSignal } from 'greenlets/node/signals';
      const done = new Event();
      const end = onSignal('SIGHUP', () => done.set());
      onSignal('SIGUSR1', () => 1)();
      await run(() => done.wait());`);
    const { exitCode, stderr } = await new Running(['compiled.mjs'], folder).outcome;
    expect([exitCode, stderr]).toEqual([
      13,
      expect.stringMatching(/\nA handler of SIGHUP does not keep the process alive; waitForSignal\(\) does\.\n/),
    ]);
    expect(stderr).not.toContain('SIGUSR1');
  });

  const cleansUp = (cleanUp: string, options = ''): string => `
    'use greenlet';
    import { run, sleep } from 'greenlets';
    import { shutdownOnSignals } from 'greenlets/node/signals';
    shutdownOnSignals(${options});
    await run(() => {
      try {
        console.log('waiting');
        sleep(2 ** 30);
      } finally {
        ${cleanUp}
      }
    });`;

  it('shutdownOnSignals lets greenlets clean up, in programs that were compiled before', async () => {
    const program = await started(cleansUp(`sleep(1); console.log('cleaned up');`));
    program.signal('SIGINT');
    expect(await program.outcome).toEqual({ exitCode: 130, stdout: 'waiting\ncleaned up\n', stderr: '' });
  });

  it('shutdownOnSignals ends the process when the time is over, and at the second signal', async () => {
    const program = await started(cleansUp(`sleep(2 ** 30);`, '{ timeout: 5 }'));
    program.signal('SIGTERM');
    expect((await program.outcome).exitCode).toBe(143);
    const another = await started(cleansUp(`console.log('cleaning up'); sleep(2 ** 30);`, '{ timeout: null }'));
    another.signal('SIGTERM');
    await another.untilPrinted('cleaning up');
    another.signal('SIGTERM');
    expect((await another.outcome).exitCode).toBe(143);
  });

  it('refuses what is no signal', async () => {
    const { folder } = await compiled(`
      import { onSignal, shutdownOnSignals } from 'greenlets/node/signals';
      for (const call of [() => onSignal('SIGNAL', () => {}), () => onSignal('SIGHUP', 3), () => shutdownOnSignals({ signals: 'SIGINT' })]) {
        try { call(); } catch (error) { console.log(error.message); }
      }`);
    expect((await new Running(['compiled.mjs'], folder).outcome).stdout).toBe(
      [
        'expected the name of a signal, such as SIGTERM, got `"SIGNAL"` (string)',
        'expected a function, got `3` (number)',
        'expected an array of signals, got `"SIGINT"` (string)',
        '',
      ].join('\n'),
    );
  });
});
