import { babelTransform } from './babel-transform.js';
import { loadPlugin } from './load-plugin.js';
import { neverSuspends } from './never-suspends.js';

const FILTER = { id: /\/(runtime|conformance\/(programs|soak))\/.*(?<!\.d)\.ts$/, code: 'use greenlet' };

/**
 * A plugin for the bundler: compiles the files of the runtime, and of what runs programs, that contain "use greenlet".
 *
 * @param {{ stress?: boolean }} [options] whether every call in them suspends
 * @returns {import('rolldown').Plugin}
 */
export function compileGreenlets({ stress = false } = {}) {
  const greenlets = loadPlugin();
  return babelTransform('compile-greenlets', FILTER, (id) => ({
    presets: ['@babel/preset-typescript'],
    // The contract and the library import each other.
    plugins: [[greenlets, { constants: false, stress, ...(id.includes('/runtime/') && ofRuntime(id)) }]],
  }));
}

function ofRuntime(id) {
  return { hidden: true, neverSuspends: neverSuspends(id) };
}
