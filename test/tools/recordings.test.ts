import { readFileSync } from 'node:fs';
import { startGreenlets, startNodeWithRegister } from './command.ts';
import { createProject, ES_MODULES, type Project } from './project.ts';

/** Has served somebody, and waits for the next one, as servers do. */
function server(more = ''): Project {
  return createProject({
    ...ES_MODULES,
    'main.js': `'use greenlet';
      import { run, sleep } from 'greenlets';
      ${more}
      function serve() { sleep(5); }
      setInterval(() => {}, 2 ** 30);
      setTimeout(async () => { await run(serve); console.log('served'); }, 1);`,
  });
}

/** The names of what stands in a trace. */
function traced(project: Project): string[] {
  const events = JSON.parse(readFileSync(project.path('trace.json'), 'utf8')) as { name: string }[];
  return events.map(({ name }) => name);
}

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

describe('A signal that ends a program in which no greenlet is left', () => {
  it.each(SIGNALS)('lets its profile be written: %s', async (signal) => {
    const project = server();
    const program = startGreenlets(project, 'profile', '--json', 'out.json', '--html', 'out.html', 'main.js');
    await program.untilPrinted('served');
    program.signal(signal);
    const { stderr } = await program.outcome;
    expect(program.endedBy).toBe(signal);
    expect(stderr).toContain('sleep(): ');
    const report = JSON.parse(readFileSync(project.path('out.json'), 'utf8')) as { profile: { waits: object[] } };
    expect(report.profile.waits).toContainEqual(expect.objectContaining({ call: 'sleep()', count: 1 }));
    expect(readFileSync(project.path('out.html'), 'utf8')).toContain('Profile of main.js');
  });

  it.each(SIGNALS)('lets its trace be written: %s', async (signal) => {
    const project = server();
    const program = startGreenlets(project, 'run', '--trace', 'trace.json', 'main.js');
    await program.untilPrinted('served');
    program.signal(signal);
    expect((await program.outcome).stderr).toBe('');
    expect(program.endedBy).toBe(signal);
    expect(traced(project)).toContain('sleep(5)');
  });

  it('lets a trace be written that the program itself has begun', async () => {
    const project = server(`import { trace } from 'greenlets/observe'; trace({ file: 'trace.json' });`);
    const program = startNodeWithRegister(project, 'main.js');
    await program.untilPrinted('served');
    program.signal('SIGINT');
    await program.outcome;
    expect(program.endedBy).toBe('SIGINT');
    expect(traced(project)).toContain('sleep(5)');
  });

  it('tells an error with which a trace cannot be written, and ends the program all the same', async () => {
    const project = server(
      `import { trace } from 'greenlets/observe'; trace({ write() { throw new Error('nowhere'); } });`,
    );
    const program = startNodeWithRegister(project, 'main.js');
    await program.untilPrinted('served');
    program.signal('SIGTERM');
    expect((await program.outcome).stderr).toContain('Error: nowhere');
    expect(program.endedBy).toBe('SIGTERM');
  });

  it('leaves both to a program that listens itself: they are written once, when it ends', async () => {
    const project = server(
      `process.on('SIGINT', () => setTimeout(() => { console.log('bye'); process.exit(3); }, 1));`,
    );
    const program = startGreenlets(project, 'run', '--trace', 'trace.json', 'main.js');
    await program.untilPrinted('served');
    program.signal('SIGINT');
    expect(await program.outcome).toEqual({ exitCode: 3, stdout: 'served\nbye\n', stderr: '' });
    expect(traced(project)).toContain('sleep(5)');
  });
});

it.each(SIGNALS)('A signal kills greenlets that are left before the trace is written: %s', async (signal, exitCode) => {
  const project = server(
    `import { spawn } from 'greenlets'; spawn(() => { try { sleep(2 ** 30); } finally { sleep(7); } });`,
  );
  const program = startGreenlets(project, 'run', '--trace', 'trace.json', 'main.js');
  await program.untilPrinted('served');
  program.signal(signal);
  expect(await program.outcome).toEqual({ exitCode, stdout: 'served\n', stderr: '' });
  expect(traced(project)).toContain('sleep(7)');
});
