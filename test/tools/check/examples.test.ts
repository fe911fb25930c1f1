import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkToJson, createChecked } from './checked.ts';

const root = join(__dirname, '../../..');
const packages = join(root, 'node_modules');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    allowJs: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    noEmit: true,
  },
});

/** The programs of a page, each in a file of its own. */
function programsIn(page: string): [string, string][] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(
    /<!-- example: (\S+\.[jt]s) -->[^]*?```\w+\n([^]*?)\n```/g,
  );
  return Array.from(blocks, ([, name = '', code = '']) => [`${basename(page, '.md')}/${name}`, code]);
}

it('there are no errors in the examples, and in those of the documentation', async () => {
  const programs = pages.flatMap(programsIn);
  expect(programs.length).toBeGreaterThan(20);
  const project = createChecked(Object.fromEntries(programs), TSCONFIG);
  cpSync(join(root, 'examples'), project.path('examples'), { recursive: true });
  rmSync(project.path('node_modules'), { recursive: true });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'));
  for (const name of readdirSync(packages)) symlinkSync(join(packages, name), project.path(`node_modules/${name}`));

  const { findings } = await checkToJson(project);

  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
});
