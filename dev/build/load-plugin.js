import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Absolute path of the folder that holds the sources of the Babel plugin. */
const pluginFolder = fileURLToPath(new URL('../../plugin/', import.meta.url));

/**
 * Loads our own Babel plugin from its TypeScript sources, so that the runtime and the tests are always compiled by
 * the plugin as it stands.
 *
 * @returns {import('@babel/core').PluginTarget}
 */
export function loadPlugin() {
  const prepareStackTrace = Error.prepareStackTrace;
  const unregister = registerTypeScript();
  try {
    return require(`${pluginFolder}index.ts`).default;
  } finally {
    unregister();
    // @babel/register installs a formatter for the stacks of the whole process.
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function registerTypeScript() {
  const register = require('@babel/register');
  register({
    only: [(file) => file.startsWith(pluginFolder)],
    extensions: ['.ts'],
    configFile: false,
    babelrc: false,
    presets: [require.resolve('@babel/preset-typescript')],
    plugins: [require.resolve('@babel/plugin-transform-modules-commonjs')],
  });
  return register.revert;
}
