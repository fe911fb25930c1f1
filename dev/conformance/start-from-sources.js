import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Starts a runner, or with `--worker` one of its worker processes: `main.ts` and `worker.ts` beside the file that calls
 * this. The sources are TypeScript.
 *
 * @param {string} url of the calling module
 */
export async function startFromSources(url) {
  // The compiler checks its output.
  process.env.GREENLETS_CHECK = '1';
  const require = createRequire(url);
  const prepareStackTrace = Error.prepareStackTrace;
  const root = fileURLToPath(new URL('../../', import.meta.url));
  require('@babel/register')({
    only: [(file) => file.startsWith(root) && file.endsWith('.ts')],
    extensions: ['.ts'],
    cwd: root,
    configFile: false,
    babelrc: false,
    presets: ['@babel/preset-typescript'],
    plugins: ['@babel/plugin-transform-modules-commonjs'],
  });
  const program = require(process.argv[2] === '--worker' ? './worker.ts' : './main.ts');
  // @babel/register installs a formatter for the stacks of the whole process.
  Error.prepareStackTrace = prepareStackTrace;

  await program.main(process.argv.slice(2));
}
