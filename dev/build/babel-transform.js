import { transformAsync } from '@babel/core';

/**
 * A plugin for the bundler that passes source files through Babel.
 *
 * @param {string} name
 * @param {import('rolldown').HookFilter} filter which files
 * @param {(id: string) => import('@babel/core').TransformOptions} optionsFor for a file
 * @param {'js' | 'ts'} [moduleType] of what comes out
 * @returns {import('rolldown').Plugin}
 */
export function babelTransform(name, filter, optionsFor, moduleType = 'js') {
  return {
    name,
    transform: {
      filter,
      async handler(code, id) {
        const options = { filename: id, configFile: false, babelrc: false, sourceMaps: true, ...optionsFor(id) };
        const result = await transformAsync(code, options);
        return { code: result.code, map: result.map, moduleType };
      },
    },
  };
}
