import { readdirSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import { babelMembers } from './dev/build/babel-members.js';
import { bundleRequires } from './dev/build/bundle-requires.js';
import { compileGreenlets } from './dev/build/compile-greenlets.js';
import { constantBindings } from './dev/build/constant-bindings.js';
import { licenses } from './dev/build/licenses.js';
import { moduleEnds } from './dev/build/module-ends.js';

/** The libraries with an adapter. */
const adapted = readdirSync('runtime/adapters').flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []));

/** What compiled programs and their tests import. */
const runtime = {
  ...Object.fromEntries(adapted.map((name) => [`adapters/${name}`, `runtime/adapters/${name}.ts`])),
  index: 'runtime/index.ts',
  core: 'runtime/core/index.ts',
  green: 'runtime/green/index.ts',
  helpers: 'runtime/helpers/index.ts',
  internal: 'runtime/compiled.ts',
  observe: 'runtime/observe/index.ts',
  stacks: 'runtime/stacks.ts',
  testing: 'runtime/testing/index.ts',
  'node/child-process': 'runtime/node/child-process/index.ts',
  'node/crypto': 'runtime/node/crypto/index.ts',
  'node/dgram': 'runtime/node/dgram/index.ts',
  'node/dns': 'runtime/node/dns/index.ts',
  'node/events': 'runtime/node/events/index.ts',
  'node/fs': 'runtime/node/fs/index.ts',
  'node/http': 'runtime/node/http/index.ts',
  'node/net': 'runtime/node/net/index.ts',
  'node/readline': 'runtime/node/readline/index.ts',
  'node/signals': 'runtime/node/signals/index.ts',
  'node/stream': 'runtime/node/stream/index.ts',
  'node/threads': 'runtime/node/threads/index.ts',
  'node/timers-promises': 'runtime/node/timers-promises/index.ts',
  'node/zlib': 'runtime/node/zlib/index.ts',
  'web/atomics': 'runtime/web/atomics.ts',
  'web/dialogs': 'runtime/web/dialogs.ts',
  'web/fetch': 'runtime/web/fetch.ts',
  'web/xml-http-request': 'runtime/web/xml-http-request.ts',
};

/** What bundlers put in the place of files that only Node needs: see `browser` in package.json. */
const forBrowsers = Object.fromEntries(
  readdirSync('runtime/browser').map((file) => [`browser/${file.slice(0, -3)}`, `runtime/browser/${file}`]),
);

/** What can be imported, from ES modules and from CommonJS alike. */
const library = { ...runtime, plugin: 'plugin/index.ts', types: 'tools/types/index.ts' };

/** The chunk whose files know themselves by its name has one of its own; the bundler makes up the others from the names of files. */
const chunkName = (files: readonly string[]): string =>
  files.some((file) => file.endsWith('/runtime/core/borders/own-frames.ts')) ? 'core' : '[name]';

/** What Node itself starts. */
const programs = {
  cli: 'tools/cli/main.ts',
  register: 'tools/register/index.ts',
  /** Runs in the thread that Node keeps for customization hooks. */
  hooks: 'tools/register/hooks/hooks.ts',
  /** Runs in a thread of its own in every program. */
  'signal-watcher': 'tools/register/signals/signal-watcher.ts',
  /** Runs in the threads of a `ThreadPool`. */
  'threads-worker': 'runtime/node/threads/worker.ts',
};

/** The plugins of bundlers and of ESLint, and the transformer of Jest. Their configuration may be an ES module or CommonJS. */
const bundlers = Object.fromEntries(
  ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild', 'farm'].map((name) => [
    name,
    `tools/unplugin/${name}.ts`,
  ]),
);
const adapters = {
  ...bundlers,
  eslint: 'tools/eslint/index.ts',
  jest: 'tools/jest/index.ts',
  'testing/snapshot': 'tools/testing/snapshot.ts',
};

/** Where unplugin expects its loaders, relative to itself. */
const loaders = Object.fromEntries(
  ['webpack', 'rspack'].map((name) => [
    `${name}/loaders/transform`,
    `node_modules/unplugin/dist/${name}/loaders/transform.mjs`,
  ]),
);

/** Packages that become part of ours: whoever installs it to run compiled code installs nothing else. */
const bundled = [
  '@babel/helper-module-imports',
  '@babel/helper-plugin-utils',
  '@babel/helper-validator-option',
  '@jridgewell/remapping',
  '@jridgewell/sourcemap-codec',
  '@jridgewell/trace-mapping',
  '@jridgewell/resolve-uri',
  '@jridgewell/gen-mapping',
  '@isaacs/nonrecursive-glob-match',
  'ansi-regex',
  'balanced-match',
  'brace-expansion',
  'cjs-module-lexer',
  'cli-progress',
  'commander',
  'emoji-regex',
  'is-fullwidth-code-point',
  'minimatch',
  'picomatch',
  'pirates',
  'string-width',
  'strip-ansi',
  'unplugin',
  'webpack-virtual-modules',
];

const shared: UserConfig = {
  target: 'node20',
  hash: false,
  report: false,
  checks: { legacyCjs: false, pluginTimings: false },
};

/**
 * All entries of a format are built together, so that they share one copy of the runtime in common chunks. The paths
 * in tsconfig.json lead `greenlets/...` back into the sources.
 */
const published: UserConfig = {
  ...shared,
  entry: { ...library, ...adapters },
  format: {
    esm: { entry: { ...library, ...adapters, ...programs, ...loaders } },
    cjs: {},
  },
  sourcemap: true,
  dts: { sourcemap: true },
  // So that the types are complete in projects that have neither the DOM nor Node among theirs. Where there is one of them, this
  // adds nothing.
  banner: { dts: '/// <reference lib="esnext.disposable" />\ndeclare global { interface AbortSignal {} }' },
  cjsDefault: false,
  // Part of @babel/core, of which the one is meant that the plugin runs in.
  alias: { '@babel/types': new URL('dev/build/babel-types.cjs', import.meta.url).pathname },
  // What only checks the compiler while it is being developed is left out.
  define: { 'process.env.GREENLETS_CHECK': 'undefined', 'process.env.GREENLETS_IN_BUNDLES': 'undefined' },
  // Without a prefix, what the entry plugin/index.ts shares with others would get the name of runtime/index.ts. And without
  // `strict`, CommonJS files would be sloppy code, where a cooperative method does not see the `this` that it is given.
  outputOptions: (options, format) => ({
    ...options,
    strict: true,
    chunkFileNames: ({ moduleIds }) => `shared-${chunkName(moduleIds)}.${format === 'cjs' ? 'cjs' : 'mjs'}`,
  }),
  deps: { onlyBundle: bundled },
  plugins: [compileGreenlets(), babelMembers(), bundleRequires(), constantBindings(), licenses('LICENSES.txt')],
};

/** The runtime once more, for bundlers: a file for each source, so that a bundle has only the files that a program uses. */
const modules: UserConfig = {
  ...shared,
  entry: { ...runtime, ...forBrowsers },
  format: 'esm',
  outDir: 'dist/modules',
  unbundle: true,
  dts: false,
  // What nobody needs in a browser, and would be in every bundle, is left out.
  define: { 'process.env.GREENLETS_IN_BUNDLES': '"true"' },
  outputOptions: { strict: true },
  plugins: [compileGreenlets(), constantBindings({ forBundlers: true }), moduleEnds()],
};

/** Babel and our plugin in one file, for the command, the loader and the bundlers. */
const compiler: UserConfig = {
  ...shared,
  entry: { babel: 'tools/babel/index.ts' },
  format: 'cjs',
  dts: false,
  minify: true,
  define: { 'process.env.GREENLETS_CHECK': 'undefined' },
  deps: { alwaysBundle: [/./], onlyBundle: false },
  plugins: [babelMembers(), licenses('babel.LICENSES.txt')],
};

export default defineConfig([published, modules, compiler]);
