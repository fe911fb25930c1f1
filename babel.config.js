import { loadPlugin } from './dev/build/load-plugin.js';

const greenlets = loadPlugin();

/** How this repository compiles its own sources for the tests; dev/build/ does the same for the published package. */
export default {
  presets: ['@babel/preset-typescript'],
  plugins: ['@babel/plugin-transform-modules-commonjs'],
  overrides: [
    {
      test: './runtime',
      plugins: [[greenlets, { constants: false, hidden: true }]],
    },
    {
      test: ['./examples', './test', './dev/conformance/programs', './dev/conformance/soak'],
      plugins: [[greenlets, { constants: false }]],
    },
  ],
};
