import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProject, type Project } from './project.ts';

const exec = promisify(execFile);
const dist = join(__dirname, '../../dist');
const modules = join(__dirname, '../../node_modules');

jest.setTimeout(60_000);

const MARKED = `export function nap() {\n  'use greenlet';\n  rest();\n  return done();\n}\n`;

/** Bundles `main.js` of a project by a script, in which `greenlets` is the plugin; returns what the script prints. */
async function bundle(project: Project, tool: 'esbuild' | 'rolldown', options: string, env = {}): Promise<string> {
  const script = `
    import * as tool from ${JSON.stringify(join(modules, tool, tool === 'esbuild' ? 'lib/main.js' : 'dist/index.mjs'))};
    import greenlets from ${JSON.stringify(join(dist, `${tool}.mjs`))};
    ${options}`;
  const args = ['--input-type=module', '-e', script];
  const { stdout } = await exec(process.execPath, args, { cwd: project.folder, env: { ...process.env, ...env } });
  return stdout;
}

const ESBUILD = (options: string): string => `
  const result = await tool.build({
    entryPoints: ['main.js'], bundle: true, format: 'esm', write: false, logLevel: 'silent',
    external: ['greenlets*'], ${options}
  });
  console.log(result.outputFiles[0].text, result.warnings.map(({ text }) => text).join());`;

describe('greenlets/esbuild', () => {
  it('compiles what is marked, in imported files as well', async () => {
    const project = createProject({ 'main.js': `export * from './nap.ts';`, 'nap.ts': MARKED });
    expect(await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets()]'))).toContain('greenlets/internal');
  });

  it('leaves files without marks to the plugins after it', async () => {
    const project = createProject({ 'main.js': `import text from './text.js'; console.log(text);`, 'text.js': '' });
    const other = `{ name: 'other', setup: ({ onLoad }) => onLoad({ filter: /text/ }, () => ({ contents: 'export default "from the other"' })) }`;
    expect(await bundle(project, 'esbuild', ESBUILD(`plugins: [greenlets(), ${other}]`))).toContain('from the other');
  });

  it('hands warnings to the bundler; in production, those of marks that are none', async () => {
    const source = `import { execSync } from 'node:child_process';\nexport function f() { 'use greenlet'; execSync('ls'); }\nexport function g() { 'use greenlets'; }`;
    const project = createProject({ 'main.js': source });
    const build = ESBUILD(`platform: 'node', plugins: [greenlets()]`);
    const warnings = await bundle(project, 'esbuild', build, { NODE_ENV: 'development', BABEL_ENV: '' });
    expect(warnings).toContain('GREENLETS202');
    const inProduction = await bundle(project, 'esbuild', build, { NODE_ENV: 'production' });
    expect(inProduction).toContain('GREENLETS202');
    expect(inProduction).not.toContain('GREENLETS201');
  });

  it('compiles the older decorators, which no bundler finds at a class that has become an expression', async () => {
    const source = `const d = (..._: unknown[]) => {};\nexport function f(g: () => number) { 'use greenlet'; @d class A { @d m(@d x: number) { return g(); } } return new A().m(1); }`;
    const project = createProject({
      'main.js': `export * from './nap.ts';`,
      'nap.ts': source,
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
    });
    const text = await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets()]'));
    expect(text).toContain('greenlets/internal');
    expect(text).not.toMatch(/@d\b|__decorateClass/);
  });

  it('assigns fields where tsconfig.json wants that, before the bundler looks for super()', async () => {
    const source = `export class A { constructor(g: () => number) { 'use greenlet'; g(); } }\nexport class B extends A { q = 5; }`;
    const project = createProject({
      'main.js': `export * from './nap.ts';`,
      'nap.ts': source,
      'tsconfig.json': '{ "compilerOptions": { "target": "ES2020" } }',
    });
    const text = await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets({ mark: "all" })]'));
    expect(text).toContain('this.q = 5');
    expect(text).not.toContain('__publicField');
  });

  it.each(['nap.mts', 'nap.ts'])('imports the runtime into a module without imports: %s', async (file) => {
    const project = createProject({
      'package.json': '{ "type": "module" }',
      'main.js': `import './${file}';`,
      [file]: `'use greenlet'; globalThis.f = (g) => g();`,
    });
    const text = await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets()]'));
    expect(text).toMatch(/from ["']greenlets\/internal/);
  });

  it('leaves decorators and auto-accessors of TypeScript to the bundler', async () => {
    const source = `const d = (value: unknown, _: object) => value;\n@d export class A { accessor rest = 1; nap() { 'use greenlet'; stop(this.rest); } }`;
    const project = createProject({ 'main.js': `export * from './nap.ts';`, 'nap.ts': source });
    expect(await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets()]'))).toContain('greenlets/internal');
  });

  it('compiles files of packages that are included', async () => {
    const project = createProject({ 'main.js': `export * from 'nap';`, 'node_modules/nap/index.js': MARKED });
    expect(await bundle(project, 'esbuild', ESBUILD('plugins: [greenlets()]'))).not.toContain('greenlets/internal');
    const include = ESBUILD(`plugins: [greenlets({ include: ['node_modules/nap/**'] })]`);
    expect(await bundle(project, 'esbuild', include)).toContain('greenlets/internal');
  });

  it('refuses options that do not exist', async () => {
    const project = createProject({ 'main.js': '' });
    await expect(bundle(project, 'esbuild', 'greenlets({ marks: "all" })')).rejects.toThrow(/Did you mean 'mark'/);
  });
});

describe('greenlets/rolldown', () => {
  const build = `
    const bundle = await tool.rolldown({ input: 'main.jsx', external: /greenlets|react/, plugins: [before, greenlets()] });
    const { output } = await bundle.generate({ sourcemap: true });
    console.log(output[0].code, output[0].map.sources.join());`;

  it('sees the source before plugins that stand before it, and leaves JSX to the bundler', async () => {
    const project = createProject({
      'main.jsx': `export function Nap() { 'use greenlet'; return <p>{rest()}{done()}</p>; }`,
    });
    const before = `const before = { name: 'before', transform: (code) => code.replace(/use greenlet/, 'too late') };`;
    const output = await bundle(project, 'rolldown', before + build);
    expect(output).toContain('greenlets/internal');
    expect(output).toMatch(/jsx/);
    expect(output).toContain('main.jsx');
  });
});
