import { transformAsync } from '@babel/core';
import { loadPlugin } from './load-plugin.js';

/**
 * A plugin for the bundler: compiles the files of the runtime, and of what runs programs, that contain "use greenlet".
 *
 * @param {{ stress?: boolean }} [options] whether every call in them suspends
 * @returns {import('rolldown').Plugin}
 */
export function compileGreenlets({ stress = false } = {}) {
  const greenlets = loadPlugin();
  return {
    name: 'compile-greenlets',
    transform: {
      filter: { id: /\/(runtime|conformance\/(programs|soak))\/.*(?<!\.d)\.ts$/, code: 'use greenlet' },
      async handler(code, id) {
        const result = await transformAsync(code, {
          filename: id,
          configFile: false,
          babelrc: false,
          sourceMaps: true,
          presets: ['@babel/preset-typescript'],
          // The contract and the library import each other.
          plugins: [[greenlets, { constants: false, hidden: id.includes('/runtime/'), stress }]],
        });
        return { code: result.code, map: result.map, moduleType: 'js' };
      },
    },
  };
}
