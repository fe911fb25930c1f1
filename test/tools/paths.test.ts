import { greenlets } from './command.ts';
import { COMMONJS, createProject, DOUBLE, ES_MODULES } from './project.ts';

const TSCONFIG = `{
  // Comments are allowed.
  "compilerOptions": { "paths": { "@/*": ["./missing/*", "./src/*"], "double": ["./src/double.ts"], "@/deep/*": ["./src/far/*"] } },
}`;

const files = {
  'tsconfig.json': TSCONFIG,
  'src/double.ts': DOUBLE,
  'src/far/two.ts': 'export const two: number = 2;',
  'src/folder/index.ts': 'export const name = "folder";',
};

const MAIN = `
  import { run } from 'greenlets';
  import { double } from '@/double';
  import { double as again } from 'double';
  import { two } from '@/deep/two.js';
  import { name } from '@/folder';
  import fs from 'node:fs';
  run(() => double(two)).then((four: number) => console.log(four, again === double, name, typeof fs.statSync));
`;

describe('greenlets run follows paths of tsconfig.json', () => {
  it.each([
    ['ES modules', ES_MODULES],
    ['CommonJS', COMMONJS],
  ])('in %s', async (_, manifest) => {
    const project = createProject({ ...manifest, ...files, 'main.ts': MAIN });
    const outcome = await greenlets(project, 'run', '--mark', 'all', 'main.ts');
    expect(outcome).toEqual({ exitCode: 0, stdout: '4 true folder function\n', stderr: '' });
  });

  it('relative to baseUrl, from a configuration that is extended', async () => {
    const project = createProject({
      ...ES_MODULES,
      'base.json': '{ "compilerOptions": { "baseUrl": "./src", "paths": { "#lib/*": ["lib/*"] } } }',
      'tsconfig.json': '{ "extends": "./base.json" }',
      'src/lib/one.ts': 'export const one: number = 1;',
      'main.ts': `import { one } from '#lib/one'; console.log(one);`,
    });
    expect(await greenlets(project, 'run', 'main.ts')).toEqual({ exitCode: 0, stdout: '1\n', stderr: '' });
  });

  it('and reports a module that is nowhere as Node does', async () => {
    const project = createProject({ ...ES_MODULES, ...files, 'main.ts': `import '@/nowhere';` });
    expect((await greenlets(project, 'run', 'main.ts')).stderr).toContain(`'@/nowhere'`);
  });
});
