import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { greenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const RUNS = `console.log('runs');\n`;

describe('greenlets run', () => {
  it.each([
    ['a folder with an index file', 'lib', { 'lib/index.js': RUNS }],
    ['a folder with an index file of TypeScript', 'lib', { 'lib/index.ts': RUNS }],
    ['a folder whose package.json has a main', 'lib', { 'lib/package.json': '{"main":"x.js"}', 'lib/x.js': RUNS }],
    ['a name without its extension', 'lib/x', { 'lib/x.js': RUNS }],
    ['a file with a byte order mark', 'x.js', { 'x.js': `\uFEFF'use greenlet';\n${RUNS}` }],
    [
      'a file with a shebang and lines that end as on Windows',
      'x.js',
      { 'x.js': `#!/usr/bin/env node\r\n'use greenlet';\r\n${RUNS}` },
    ],
  ])('runs %s', async (_, name, files) => {
    const project = createProject({ ...ES_MODULES, ...files });
    expect(await greenlets(project, 'run', name)).toEqual({ exitCode: 0, stdout: 'runs\n', stderr: '' });
  });

  it('runs an empty file', async () => {
    const project = createProject({ ...ES_MODULES, 'x.js': '' });
    expect(await greenlets(project, 'run', 'x.js')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  const NO_INDEX = 'it has no index file, and no package.json with a "main". Name a file';

  it.each([
    [
      'src',
      { 'src/other.js': RUNS, 'src/main.js': RUNS },
      `cannot run the folder src: ${NO_INDEX}, such as src/main.js`,
    ],
    ['src', { 'src/a.ts': RUNS }, `cannot run the folder src: ${NO_INDEX}, such as src/a.ts`],
    ['src', { 'src/a.txt': '' }, `cannot run the folder src: ${NO_INDEX}`],
    [
      'lib',
      { 'lib/package.json': '{"main":"x.js"}' },
      'cannot run the folder lib: x.js is not there, which its package.json calls "main". Name a file',
    ],
    ['x', {}, 'cannot find x'],
  ])('says what to do where there is nothing to run: %s %j', async (name, files, message) => {
    const { exitCode, stderr } = await greenlets(createProject({ ...ES_MODULES, ...files }), 'run', name);
    expect([exitCode, stderr]).toEqual([2, `error: ${message}\n`]);
  });

  it('says which folder has the name of a file', async () => {
    const project = createProject(ES_MODULES);
    mkdirSync(join(project.folder, 'dir.js'));
    expect((await greenlets(project, 'run', 'dir.js')).stderr).toBe(
      `error: cannot run the folder dir.js: ${NO_INDEX}\n`,
    );
  });

  it('wants paths, not URLs', async () => {
    const project = createProject({ ...ES_MODULES, 'x.js': RUNS });
    const path = join(project.folder, 'x.js');
    const { href } = pathToFileURL(path);
    expect((await greenlets(project, 'run', href)).stderr).toBe(
      `error: cannot find ${href}: it is a URL. Name the path, ${path}\n`,
    );
  });

  it.each([
    ['x.txt', 'hello', 'Unknown file extension ".txt"'],
    ['x.json', '{}', 'import attribute'],
  ])('leaves it to Node to refuse what is no program: %s', async (name, text, message) => {
    const { exitCode, stderr } = await greenlets(createProject({ ...ES_MODULES, [name]: text }), 'run', name);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
