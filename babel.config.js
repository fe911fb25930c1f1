import { loadPlugin } from './tools/build/load-plugin.js';

/** How this repository compiles its own sources for the tests; tools/build/ does the same for the published package. */
export default {
  presets: ['@babel/preset-typescript'],
  plugins: ['@babel/plugin-transform-modules-commonjs'],
  overrides: [
    {
      test: ['./runtime', './examples', './test', './tools/conformance/programs', './tools/conformance/soak'],
      plugins: [[loadPlugin(), { constants: false }]],
    },
  ],
};
