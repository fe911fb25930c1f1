import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformAsync } from '@babel/core';
import { build } from 'esbuild';
import greenlets from 'greenlets/plugin';
import { standInsForNode } from './node-modules.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const shared = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  write: false,
  // Whose paths lead to the sources.
  tsconfigRaw: {},
};

/**
 * Bundles the tests, and what the page needs to perform them.
 *
 * @param {string[]} files paths of tests
 * @returns {Promise<Map<string, string>>} the scripts by their addresses, in which tests keep their paths
 */
export async function bundleAll(files) {
  const outdir = join(root, 'build/browser');
  const [page, tests] = await Promise.all([
    build({
      ...shared,
      entryPoints: [join(root, 'dev/browser/page/index.ts')],
      outdir,
      // The libraries of the page ask for it. The global itself would be seen by the runtime, which is not to find one.
      banner: {
        js: 'const process = { env: {}, platform: "browser", cwd: () => "/" }, global = globalThis, __dirname = "/";',
      },
      plugins: [standInsForNode({ quiet: true })],
    }),
    build({
      ...shared,
      entryPoints: files.map((file) => join(root, file)),
      outdir,
      outbase: root,
      splitting: true,
      // Some tests look for their own file in stacks.
      outExtension: { '.js': '.ts' },
      plugins: [publishedRuntime(), compileTests(), standInsForNode()],
    }),
  ]);
  const outputs = [...page.outputFiles, ...tests.outputFiles];
  return new Map(outputs.map(({ path, text }) => [`/${relative(outdir, path)}`, text]));
}

/** Where a test imports a source of the runtime, it gets the same file as the package publishes it for bundlers. */
function publishedRuntime() {
  return {
    name: 'published-runtime',
    setup({ onResolve }) {
      onResolve({ filter: /^[.]{1,2}\/.*[.]ts$/ }, ({ path, resolveDir }) => {
        const source = relative(root, join(resolveDir, path));
        if (!source.startsWith('runtime/')) return null;
        const published = join(root, 'dist/modules', source.slice('runtime/'.length).replace(/[.]ts$/, '.mjs'));
        return existsSync(published) ? { path: published } : null;
      });
    },
  };
}

/** Tests, and what they import beside the runtime, are compiled as users compile their programs. */
function compileTests() {
  return {
    name: 'compile-tests',
    setup({ onLoad }) {
      onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
        const result = await transformAsync(await readFile(path, 'utf8'), {
          filename: path,
          configFile: false,
          babelrc: false,
          presets: ['@babel/preset-typescript'],
          plugins: [greenlets],
          sourceMaps: 'inline',
        });
        return { contents: result.code, loader: 'js', resolveDir: dirname(path) };
      });
    },
  };
}
