import { defineConfig } from 'tsdown';
import { compileGreenlets } from './dev/build/compile-greenlets.js';
import { constantBindings } from './dev/build/constant-bindings.js';

/** What can be imported, from ES modules and from CommonJS alike. */
const library = {
  index: 'runtime/index.ts',
  core: 'runtime/core/index.ts',
  internal: 'runtime/internal.ts',
  observe: 'runtime/observe/index.ts',
  plugin: 'plugin/index.ts',
  types: 'tools/types/index.ts',
  'node/child-process': 'runtime/node/child-process/index.ts',
  'node/crypto': 'runtime/node/crypto/index.ts',
  'node/dgram': 'runtime/node/dgram/index.ts',
  'node/dns': 'runtime/node/dns/index.ts',
  'node/events': 'runtime/node/events/index.ts',
  'node/fs': 'runtime/node/fs/index.ts',
  'node/net': 'runtime/node/net/index.ts',
  'node/readline': 'runtime/node/readline/index.ts',
  'node/stream': 'runtime/node/stream/index.ts',
  'node/timers-promises': 'runtime/node/timers-promises/index.ts',
  'node/zlib': 'runtime/node/zlib/index.ts',
  'web/atomics': 'runtime/web/atomics.ts',
  'web/fetch': 'runtime/web/fetch.ts',
};

/** What Node itself starts. */
const programs = {
  cli: 'tools/cli/main.ts',
  register: 'tools/register/index.ts',
  /** Runs in the thread that Node keeps for customization hooks. */
  hooks: 'tools/register/hooks.ts',
  /** Runs in a thread of its own in every program. */
  'signal-watcher': 'tools/register/signal-watcher.ts',
};

/**
 * All entries of a format are built together, so that they share one copy of the runtime in common chunks. The paths
 * in tsconfig.json lead `greenlets/...` back into the sources.
 */
export default defineConfig({
  entry: library,
  format: {
    esm: { entry: { ...library, ...programs } },
    cjs: {},
  },
  target: 'node20',
  sourcemap: true,
  dts: { sourcemap: true },
  cjsDefault: false,
  hash: false,
  // What only checks the compiler while it is being developed is left out.
  define: { 'process.env.GREENLETS_CHECK': 'undefined' },
  // Without a prefix, what the entry plugin/index.ts shares with others would get the name of runtime/index.ts. And without
  // `strict`, CommonJS files would be sloppy code, where a cooperative method does not see the `this` that it is given.
  outputOptions: (options, format) => ({
    ...options,
    strict: true,
    chunkFileNames: `shared-[name].${format === 'cjs' ? 'cjs' : 'mjs'}`,
  }),
  report: false,
  checks: { legacyCjs: false, pluginTimings: false },
  // Whatever is imported must be a dependency of the package; nothing of others is copied into it.
  deps: { onlyBundle: [] },
  plugins: [compileGreenlets(), constantBindings()],
});
