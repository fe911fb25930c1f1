import { readFileSync } from 'node:fs';
import { greenlets, nodeWithRegister } from './command.ts';
import { createProject, COMMONJS, ES_MODULES, type Project } from './project.ts';

const NAME = 'a b#c?d%20e';

/** Prints the frames of an error that is thrown after a wait, without their folder. */
const program = (isModule: boolean, type = ''): string => `
${isModule ? `import { run, sleep } from 'greenlets';` : `const { run, sleep } = require('greenlets');`}

function fail(x${type}) {
  'use greenlet';
  sleep(0);

  throw new Error('failed');
}
function middle(x${type}) {
  'use greenlet';
  const y = fail(x);
  return y;
}
run(middle, 1).catch((error) => console.log(error.stack));
`;

const FRAMES = [':8:9', ':12:13'];

/** Where frames of the file are. */
function positions(stdout: string, project: Project, file: string): string[] {
  const lines = stdout.split('\n').filter((line) => line.includes(project.path(file)));
  return lines.map((line) => /:\d+:\d+/.exec(line)?.[0] ?? line);
}

describe('A file whose name has spaces and what ends paths in URLs', () => {
  it.each([
    ['.js', ES_MODULES, ''],
    ['.mjs', {}, ''],
    ['.ts', ES_MODULES, ': unknown'],
    ['.cjs', {}, ''],
    ['.js', COMMONJS, ''],
    ['.cts', {}, ': any'],
  ])('%s is named whole in stacks', async (extension, files, type) => {
    const isModule = extension === '.mjs' || files === ES_MODULES;
    const file = NAME + extension;
    const project = createProject({ ...files, [file]: program(isModule, type) });
    for (const { stdout, stderr } of [
      await greenlets(project, 'run', file),
      await greenlets(project, 'run', file),
      await nodeWithRegister(project, [file], { NODE_ENV: 'production' }),
    ]) {
      expect(stderr).toBe('');
      expect(positions(stdout, project, file)).toEqual(FRAMES);
    }
  });

  it('is found by the map of what is compiled to a folder', async () => {
    const file = `${NAME}.ts`;
    const project = createProject({ ...ES_MODULES, [`src/${file}`]: 'export const x: number = 1;' });
    const compiled = await greenlets(project, 'compile', '--out-dir', 'out', '--source-maps', `src/${file}`);
    expect(compiled).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const map = JSON.parse(readFileSync(project.path(`out/${NAME}.js.map`), 'utf8')) as { sources: string[] };
    expect(map.sources).toEqual(['../src/a%20b%23c%3Fd%2520e.ts']);
  });
});
