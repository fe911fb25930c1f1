import { transformAsync } from '@babel/core';

/**
 * What a plugin for the bundler makes of a chunk.
 *
 * @param {string} code
 * @param {string} fileName
 * @param {(program: import('@babel/core').NodePath<import('@babel/core').types.Program>) => void} change
 */
export async function transformChunk(code, fileName, change) {
  const result = await transformAsync(code, {
    filename: fileName,
    configFile: false,
    babelrc: false,
    sourceMaps: true,
    compact: false,
    plugins: [{ visitor: { Program: change } }],
  });
  return { code: result.code, map: result.map };
}
