import { statSync } from 'node:fs';
import { EXPECTED, EXPECTED_TYPED, expectEqual } from '../project.js';

/** Without one, ts-loader reports that there are no files. */
const TSCONFIG = {
  'tsconfig.json': JSON.stringify({ compilerOptions: { target: 'es2022', module: 'esnext' }, include: ['src'] }),
};

/** A project that bundles both programs for Node by a script, and runs the bundles. */
function bundled(name, packages, build, features, expected = EXPECTED, files = {}) {
  return {
    name,
    tool: packages[0].replace(/(?<=.)@[^@/]*$/, ''),
    tested: features,
    async check(project) {
      await project.create({ packages, files: { 'build.mjs': build, ...files } });
      await project.node('build.mjs', 'src/main.js', 'main');
      expectEqual(await project.node('--enable-source-maps', 'out/main.mjs'), expected, 'the bundle');
      await project.node('build.mjs', 'src/typed.ts', 'typed');
      expectEqual(await project.node('out/typed.mjs'), EXPECTED_TYPED, 'the bundle of TypeScript');
      return `${(statSync(project.path('out/main.mjs')).size / 1024).toFixed(0)} kB`;
    },
  };
}

const vite = bundled(
  'Vite',
  ['vite'],
  `
import greenlets from 'greenlets/vite';
import { build } from 'vite';

const [entry, name] = process.argv.slice(2);
await build({
  logLevel: 'error',
  plugins: [greenlets()],
  ssr: { noExternal: true },
  build: {
    ssr: entry,
    outDir: 'out',
    emptyOutDir: false,
    sourcemap: true,
    rollupOptions: { output: { entryFileNames: name + '.mjs' } },
  },
});
`,
  'build, TypeScript, source maps, development server with HMR',
);

const HOT = `
import { createServer, createServerModuleRunner } from 'vite';
import { writeFileSync, readFileSync } from 'node:fs';
import greenlets from 'greenlets/vite';

const server = await createServer({ logLevel: 'error', plugins: [greenlets()], server: { middlewareMode: true } });
const runner = createServerModuleRunner(server.environments.ssr);
globalThis.seen = [];
const until = async (length) => {
  while (globalThis.seen.length < length) await new Promise((resolve) => setTimeout(resolve, 20));
};
await runner.import('/src/hot.js');
await until(1);
writeFileSync('src/hot.js', readFileSync('src/hot.js', 'utf8').replace('first', 'second'));
await until(2);
console.log(globalThis.seen.join(' '));
const served = await server.transformRequest('/src/hot.js');
console.log(served.code.includes('greenlets_internal') || served.code.includes('greenlets/'), served.map.sources.join());
await runner.close();
await server.close();
`;

const HOT_MODULE = `
import { run, sleep } from 'greenlets';

function main() {
  'use greenlet';
  sleep(1);
  return 'first';
}

run(main).then((text) => globalThis.seen.push(text));
if (import.meta.hot) import.meta.hot.accept();
`;

/** The development server runs a module, and runs it again when it has changed. */
async function checkHotReplacement(project) {
  project.write({ 'hot.mjs': HOT, 'src/hot.js': HOT_MODULE });
  expectEqual(await project.node('hot.mjs'), 'first second\ntrue hot.js\n', 'hot module replacement');
}

export const bundlers = [
  {
    ...vite,
    async check(project) {
      const size = await vite.check(project);
      await checkHotReplacement(project);
      return size;
    },
  },
  bundled(
    'Rollup',
    ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-typescript', 'typescript@5', 'tslib'],
    `
import resolve from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import greenlets from 'greenlets/rollup';
import { rollup } from 'rollup';

const [input, name] = process.argv.slice(2);
const types = typescript({ noEmitOnError: false, compilerOptions: { target: 'es2022', module: 'esnext' }, include: ['src/*.ts'] });
const bundle = await rollup({ input, plugins: [resolve(), types, greenlets()], onwarn() {} });
await bundle.write({ file: 'out/' + name + '.mjs', sourcemap: true });
`,
    'build, TypeScript, source maps, in any order of plugins',
  ),
  bundled(
    'Rolldown',
    ['rolldown'],
    `
import greenlets from 'greenlets/rolldown';
import { rolldown } from 'rolldown';

const [input, name] = process.argv.slice(2);
const bundle = await rolldown({ input, platform: 'node', plugins: [greenlets()] });
await bundle.write({ file: 'out/' + name + '.mjs', sourcemap: true });
`,
    'build, TypeScript, source maps',
  ),
  bundled(
    'esbuild',
    ['esbuild'],
    `
import { build } from 'esbuild';
import greenlets from 'greenlets/esbuild';

const [entry, name] = process.argv.slice(2);
await build({
  entryPoints: [entry],
  outfile: 'out/' + name + '.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: true,
  plugins: [greenlets()],
});
`,
    'build, TypeScript, source maps',
  ),
  webpackLike('webpack', ['webpack', 'ts-loader', 'typescript@5'], "import webpack from 'webpack';", {
    loader: 'ts-loader',
    options: { transpileOnly: true },
  }),
  webpackLike('Rspack', ['@rspack/core'], "import { rspack as webpack } from '@rspack/core';", {
    loader: 'builtin:swc-loader',
    options: { jsc: { parser: { syntax: 'typescript' } } },
  }),
  bundled(
    'Farm',
    ['@farmfe/core'],
    `
import { build } from '@farmfe/core';
import greenlets from 'greenlets/farm';

const [entry, name] = process.argv.slice(2);
await build({
  logLevel: 'error',
  compilation: {
    input: { [name]: './' + entry },
    output: { path: 'out', targetEnv: 'node', format: 'esm', entryFilename: '[entryName].mjs', clean: false },
    persistentCache: false,
    sourcemap: true,
    minify: false,
    presetEnv: false,
  },
  plugins: [greenlets()],
});
`,
    'build, TypeScript, source maps',
    // Farm maps the beginning of an expression to its operand.
    EXPECTED.replace('9:9', '9:19'),
  ),
];

function webpackLike(name, packages, load, typescriptLoader) {
  const module = name.toLowerCase();
  const build = `
import { fileURLToPath } from 'node:url';
import greenlets from 'greenlets/${module}';
${load}

const [entry, name, mark = 'directive'] = process.argv.slice(2);
const cacheDirectory = fileURLToPath(new URL('cache', import.meta.url));
const compiler = webpack({
  mode: 'production',
  target: 'node20',
  entry: './' + entry,
  devtool: 'source-map',
  optimization: { minimize: false },
  experiments: { outputModule: true },
  module: { rules: [{ test: /\\.ts$/, ...${JSON.stringify(typescriptLoader)} }] },
  resolve: { extensions: ['.ts', '.js'] },
  ${name === 'webpack' ? "cache: { type: 'filesystem', cacheDirectory }," : ''}
  output: { path: fileURLToPath(new URL('out', import.meta.url)), filename: name + '.mjs', module: true },
  plugins: [greenlets({ mark })],
});
compiler.run((error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  compiler.close(() => {});
});
`;
  const project = bundled(name, packages, build, 'build, TypeScript, source maps', EXPECTED, TSCONFIG);
  if (name !== 'webpack') return project;
  return {
    ...project,
    tested: `${project.tested}, persistent cache over a change of options and an upgrade`,
    async check(place) {
      const size = await project.check(place);
      await checkCache(place);
      return size;
    },
  };
}

/** What is in the cache is used only by the plugin that put it there, with the same options. */
async function checkCache(project) {
  project.write({
    'src/plain.js': `export const twice = (f) => { f(); return f(); };\nconsole.log(twice(() => 21) * 2);\n`,
  });
  const built = async (...args) => {
    await project.node('build.mjs', 'src/plain.js', 'plain', ...args);
    return String(project.read('out/plain.mjs').includes('enter = function('));
  };
  expectEqual(await built(), 'false', 'unmarked code');
  expectEqual(await built('all'), 'true', 'the same code, cached, with mark: "all"');
  expectEqual(await built(), 'false', 'the same again');
  const manifest = 'node_modules/greenlets/package.json';
  project.write({ [manifest]: project.read(manifest).replace(/"version": "[^"]+"/, '"version": "99.0.0"') });
  const before = project.read('out/main.mjs');
  await project.node('build.mjs', 'src/main.js', 'main');
  expectEqual(project.read('out/main.mjs'), before, 'the program after an upgrade');
}
