import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import { greenlets, Running } from '../tools/command.ts';
import { createProject, ES_MODULES, type Project } from '../tools/project.ts';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/stack-traces.md'), 'utf8');
const example = /<!-- example: failing\.js -->\s*```js\n([^]*?)```/.exec(page)?.[1] ?? '';
const printed = /```text\n([^]*?)```/.exec(page)?.[1] ?? '';

/** A project that has the published package installed. */
function createUserProject(files: Record<string, string>): Project {
  const project = createProject({ ...ES_MODULES, ...files });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  return project;
}

/** Twenty functions deep, and each of them one of its own. */
const DEEP = `
import { run, sleep, Queue } from 'greenlets';
function deep(n) {
  'use greenlet';
  const closure = () => {
    if (n === 0) {
      sleep(0);
      new Queue().put(JSON.parse('nope'));
    }
    const value = deep(n - 1);
    return value + 1;
  };
  const value = closure();
  return value + 1;
}
run(deep, 12).catch((error) => console.log(error.stack));
`;

function compile(sourceMaps: 'inline' | false): string {
  const plugins = [join(root, 'dist/plugin.cjs')];
  return (
    transformSync(DEEP, { filename: 'deep.js', configFile: false, babelrc: false, sourceMaps, plugins })?.code ?? ''
  );
}

function placesIn({ stdout }: { stdout: string }): string[] {
  return stdout
    .split('\n')
    .flatMap((line) => /^ {4}at (\S+) \(.*[\\/](\S+?:\d+):\d+\)$/.exec(line)?.slice(1).join(' ') ?? []);
}

describe('The published package', () => {
  it('prints what the page about stack traces says', async () => {
    const project = createUserProject({ 'failing.js': example });
    const { stdout } = await greenlets(project, 'run', 'failing.js');
    expect(stdout.replaceAll(`${project.folder}/`, '').replaceAll('file://', '')).toBe(printed);
  });

  it('shows the functions where there are no source maps', async () => {
    const project = createUserProject({ 'deep.js': compile(false) });
    const names = placesIn(await new Running(['deep.js'], project.folder).outcome).map((place) => place.split(' ')[0]);
    expect(names).toEqual(Array.from({ length: 13 }, () => ['closure', 'deep']).flat());
  });

  it('shows the places in the source where Node follows source maps', async () => {
    const project = createUserProject({ 'deep.js': compile('inline') });
    const places = placesIn(await new Running(['--enable-source-maps', 'deep.js'], project.folder).outcome);
    const expected = [
      ['closure deep.js:8'],
      ...Array.from({ length: 12 }, () => ['deep deep.js:13', 'closure deep.js:10']),
      ['deep deep.js:13'],
    ];
    expect(places).toEqual(expected.flat());
  });
});
