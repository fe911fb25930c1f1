import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { greenlets } from './command.ts';
import { createProject, type Project } from './project.ts';

const MARKED = `
  import { run, sleep } from 'greenlets';
  run(function main() { 'use greenlet'; sleep(0); console.log('ran'); });`;

/** A project whose program says that its source map is at `url`. */
function createMapped(url: string, code = MARKED): Project {
  return createProject({ 'package.json': '{ "type": "module" }', 'main.js': `${code}\n//# sourceMappingURL=${url}\n` });
}

const RAN = { exitCode: 0, stdout: 'ran\n', stderr: '' };

const data = (map: unknown): string =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;

describe('A program that names as its source map', () => {
  it.each([
    ['a pipe', MARKED],
    ['a pipe, and has no marks', `console.log('ran');`],
  ])('%s runs', async (_, code) => {
    const project = createMapped('pipe', code);
    execFileSync('mkfifo', [project.path('pipe')]);
    expect(await greenlets(project, 'run', 'main.js')).toEqual(RAN);
  });

  it('a pipe runs if it is required', async () => {
    const project = createProject({
      'main.cjs': `require('./marked.cjs'); require('./plain.cjs');`,
      'marked.cjs': `(function () { 'use greenlet'; })();\n//# sourceMappingURL=pipe`,
      'plain.cjs': `console.log('ran');\n//# sourceMappingURL=pipe`,
    });
    execFileSync('mkfifo', [project.path('pipe')]);
    expect(await greenlets(project, 'run', 'main.cjs')).toEqual(RAN);
  });

  it('a folder runs', async () => {
    const project = createMapped('folder');
    mkdirSync(project.path('folder'));
    expect(await greenlets(project, 'run', 'main.js')).toEqual(RAN);
  });

  it.each([
    ['nothing that exists', 'main.js.map'],
    ['an endless device', '/dev/zero'],
    ['an address', 'https://localhost:1/main.js.map'],
    ['an address of an unknown kind', 'webpack-internal:///main.js'],
    ['a wrong URL', 'file://host/%zz'],
    ['data that is no JSON', 'data:application/json;base64,####'],
    ['data that is no source map', data({})],
    ['null', data(null)],
    ['a map without sources', data({ version: 3, mappings: 'AAAA', sources: [], names: [] })],
    ['a map that makes no sense', data({ version: 3, mappings: 'zzzzzzz,!!;AAAA', sources: [null], names: 3 })],
    ['a map in sections', data({ version: 3, sections: [] })],
  ])('%s runs', async (_, url) => {
    expect(await greenlets(createMapped(url), 'run', 'main.js')).toEqual(RAN);
  });

  it('a file that is one has stacks of the source', async () => {
    const { encode } = { encode: 'AAAA;AACA;AACA;AACA' } as const;
    const map = { version: 3, mappings: encode, sources: ['original.coffee'], names: [] };
    const project = createProject({
      'package.json': '{ "type": "module" }',
      'main.js': `function f() {\n'use greenlet';\nconsole.log(new Error('x').stack);\n}\nf();\n//# sourceMappingURL=main.js.map`,
      'main.js.map': JSON.stringify(map),
    });
    expect((await greenlets(project, 'run', 'main.js')).stdout).toMatch(/original\.coffee:3/);
  });
});
