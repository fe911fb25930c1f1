import { greenlets, nodeWithRegister } from './command.ts';
import { COMMONJS, createProject, ES_MODULES } from './project.ts';

const HELLO = `'use greenlet';
import { joinAll, sleep, spawn } from 'greenlets';
import { greeting } from './greeting.js';
const greet = (name, milliseconds) => { sleep(milliseconds); console.log(greeting(name)); };
joinAll([spawn(greet, 'patience', 2), spawn(greet, 'world', 1)]);
`;
const GREETING = 'export const greeting = (name) => `Hello, ${name}!`;\n';
const GREETED = { exitCode: 0, stdout: 'Hello, world!\nHello, patience!\n', stderr: '' };

describe('JavaScript with imports in a package that says CommonJS', () => {
  it('is an ES module for the command and the loader', async () => {
    const project = createProject({ ...COMMONJS, 'hello.js': HELLO, 'greeting.js': GREETING });
    expect(await greenlets(project, 'run', 'hello.js')).toEqual(GREETED);
    expect(await nodeWithRegister(project, ['hello.js'])).toEqual(GREETED);
  });

  it.each(['import.meta.url.slice(0, 5)', '"file:"; export {}', '"file:" /*\n*/ ; import "node:fs"'])(
    'is one whatever shows it: %j',
    async (value) => {
      const project = createProject({ ...COMMONJS, 'main.js': `const url = ${value};\nconsole.log(url);` });
      expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout: 'file:\n', stderr: '' });
    },
  );

  it('can be required by CommonJS if it does not wait at its top level', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.js': `'use greenlet'; console.log(require('./greeting').greeting('you'));`,
      'greeting.js': `'use greenlet'; ${GREETING}`,
    });
    expect(await greenlets(project, 'run', 'main.js')).toMatchObject({ exitCode: 0, stdout: 'Hello, you!\n' });
  });

  it('remains CommonJS if only its texts look like imports', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.js': `'use greenlet';
/*
import fs from 'node:fs';
*/
console.log(typeof require, arguments.length);
if (module.children.length === 0) return;
console.log('not reached');`,
    });
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout: 'function 5\n', stderr: '' });
  });

  it('is refused for what is wrong with it', async () => {
    const project = createProject({ ...COMMONJS, 'main.js': `'use greenlet';\nimport fs from 'node:fs';\nconst = 5;` });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.js');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${project.path('main.js')}: Unexpected token (3:6)`);
  });
});

describe('CommonJS by its name, with imports', () => {
  it.each([
    ["import fs from 'node:fs';", "'import' and 'export' may appear only in ES modules (2:0)"],
    ['console.log(import.meta.url);', 'import.meta may appear only in ES modules (2:12)'],
  ])('is refused with advice that can be followed: %s', async (code, message) => {
    const project = createProject({ ...ES_MODULES, 'main.cjs': `'use greenlet';\n${code}` });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.cjs');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${message}\nThe file is CommonJS by its name: rename it to .mjs or .mts.\n`);
    expect(stderr).not.toContain('Babel');
  });
});
