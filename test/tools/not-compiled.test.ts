import { symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Running } from './command.ts';
import { createProject, ES_MODULES, type Project } from './project.ts';

const root = join(__dirname, '../..');

/** A project in which nothing compiles what is marked. */
function createUncompiled(main: string): Project {
  const project = createProject({ ...ES_MODULES, 'main.js': main });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  return project;
}

async function messageOf(main: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const none = { JEST_WORKER_ID: undefined, VITEST: undefined };
  const { stderr } = await new Running(['main.js'], createUncompiled(main).folder, { ...none, ...env }).outcome;
  return /SwitchError: (.*)/.exec(stderr)?.[1] ?? stderr;
}

describe('A program that was built without the plugin', () => {
  it('is told so, where a marked function is run that was never compiled', async () => {
    const message = await messageOf(
      `import { run, sleep } from 'greenlets';\nfunction main() {\n  'use greenlet';\n  sleep(1);\n}\nawait run(main);`,
    );
    expect(message).toMatch(
      /^sleep\(\) would block, but main is marked with "use greenlet" and has not been compiled: the plugin did not run on the file of main \(.*main\.js:4:3\)\. Add the plugin of the tool .*greenlets\/vite.*docs\/tools\.md/,
    );
  });

  it('is told so, where a marked async function is called', async () => {
    const message = await messageOf(
      `import { sleep } from 'greenlets';\nasync function main() {\n  'use greenlet';\n  sleep(1);\n}\nawait main();`,
    );
    expect(message).toMatch(
      /^sleep\(\) would block, but nothing of this program has been compiled, main \(.*main\.js:4:3\) neither\./,
    );
  });

  it.each([
    ['VITEST', 'greenlets/vite to the configuration of Vitest'],
    ['JEST_WORKER_ID', '"greenlets/jest"'],
  ])('is told how to configure the runner: %s', async (variable, advice) => {
    const main = `import { run, sleep } from 'greenlets';\nawait run(() => {\n  'use greenlet';\n  sleep(1);\n});`;
    expect(await messageOf(main, { [variable]: '1' })).toContain(advice);
  });

  it('is not confused by a string', async () => {
    const main = `import { run, sleep } from 'greenlets';\nawait run(function named() {\n  console.log('use greenlet');\n  sleep(1);\n});`;
    expect(await messageOf(main)).toContain('nothing of this program has been compiled');
  });
});
