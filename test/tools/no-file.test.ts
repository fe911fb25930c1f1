import { greenlets, nodeWithRegister } from './command.ts';
import { COMMONJS, createProject, ES_MODULES } from './project.ts';

const WAITING = `function twice(x) { sleep(1); return 2 * x; }\nconsole.log([1, 2].map(twice));\n`;
const MODULE = `'use greenlet';\nimport { sleep } from 'greenlets';\n${WAITING}`;
const SCRIPT = `const { run, sleep } = require('greenlets');\nrun(function main() {\n'use greenlet';\n${WAITING}});\n`;
const PRINTED = { exitCode: 0, stdout: '[ 2, 4 ]\n', stderr: '' };

describe('A file without an extension', () => {
  it.each([
    ['an ES module', ES_MODULES, MODULE],
    ['CommonJS', COMMONJS, SCRIPT],
  ])('is compiled by the command and the loader: %s', async (_title, settings, source) => {
    const project = createProject({ ...settings, program: `#!/usr/bin/env node\n${source}` });
    expect(await greenlets(project, 'run', 'program')).toEqual(PRINTED);
    expect(await nodeWithRegister(project, ['program'])).toEqual(PRINTED);
  });

  it('is left to Node if nothing in it is marked', async () => {
    const project = createProject({
      ...ES_MODULES,
      program: 'console.log(new Error("x").stack.includes("program:1:13"));',
    });
    expect(await greenlets(project, 'run', 'program')).toEqual({ exitCode: 0, stdout: 'true\n', stderr: '' });
  });
});

describe('What is no file', () => {
  it.each([
    ['an ES module', ['--input-type=module', '-e', MODULE]],
    ['a script', ['-e', SCRIPT]],
  ])('is said not to be compiled where it would block: %s', async (_title, args) => {
    const { stderr } = await nodeWithRegister(createProject(ES_MODULES), args);
    expect(stderr).toMatch(
      /SwitchError: sleep\(\) would block, but twice \(.*\[eval1?\]:\d+:\d+\) is not compiled: what is given to Node by -e or on standard input never is\. Put it into a file\n/,
    );
  });
});

describe('CommonJS that would block at its top level', () => {
  const ADVICE =
    'no greenlet is running: start one with run() or spawn(), or call the file .mjs, with "use greenlet" first in it: ' +
    'CommonJS cannot wait at its top level';

  it.each([
    ['main.cjs', ES_MODULES],
    ['main.js', COMMONJS],
  ])('is told to become an ES module, or to start a greenlet: %s', async (file, settings) => {
    const project = createProject({ ...settings, [file]: `'use greenlet';\nrequire('greenlets').sleep(1);\n` });
    const { stderr } = await greenlets(project, 'run', file);
    expect(stderr).toContain(`SwitchError: sleep() would block, but ${ADVICE}\n`);
  });

  it('is told so as well by functions of the library that are compiled', async () => {
    const main = `'use greenlet';\nconst { joinAll, spawn } = require('greenlets');\njoinAll([spawn(() => 1)]);\n`;
    const project = createProject({ ...COMMONJS, 'main.js': main, 'imports.mjs': `import './main.js';\n` });
    for (const file of ['main.js', 'imports.mjs']) {
      const { stderr } = await greenlets(project, 'run', file);
      expect(stderr).toContain(
        `SwitchError: joinAll() would block, but ${ADVICE}. Code that is not compiled can use \`await Promise.all(greenlets)\`\n`,
      );
    }
  });
});
