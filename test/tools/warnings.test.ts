import { greenlets } from './command.ts';
import { createProject } from './project.ts';

const FREEZES = `
  const { execSync = null } = require('child_process');
  function now() {
    'use greenlet';
    return String(execSync('echo now'));
  }
  exports.now = now;`;

const project = createProject({
  'main.cjs': `process.stdout.write(require('./freezes.cjs').now()); require('./freezes.cjs');`,
  'main.mjs': `import { now } from './freezes.cjs'; process.stdout.write(now());`,
  'freezes.cjs': FREEZES,
});

describe('greenlets run', () => {
  const environment = process.env.NODE_ENV;

  beforeAll(() => {
    delete process.env.NODE_ENV;
  });

  afterAll(() => {
    process.env.NODE_ENV = environment;
  });

  it.each(['main.cjs', 'main.mjs'])('warns once of a call that freezes the process: %s', async (main) => {
    const { stdout, stderr } = await greenlets(project, 'run', main);
    expect(stdout).toBe('now\n');
    expect(stderr.split('GREENLETS201')).toHaveLength(2);
    expect(stderr).toContain(project.path('freezes.cjs'));
    expect(stderr).toContain("> 5 |     return String(execSync('echo now'));");
  });

  it('does not with --no-warnings', async () => {
    expect(await greenlets(project, 'run', '--no-warnings', 'main.cjs')).toEqual({
      exitCode: 0,
      stdout: 'now\n',
      stderr: '',
    });
  });
});
