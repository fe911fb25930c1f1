import type { ESLint, Linter } from 'eslint';
import { packageVersion } from '../compile/cache/version.ts';
import { rules } from './rules.ts';

/** The plugin, and its configuration for `eslint.config.js`. */
export interface GreenletsPlugin extends ESLint.Plugin {
  readonly configs: { readonly recommended: Linter.Config };
}

const meta = { name: 'greenlets', version: packageVersion() };
const plugin: ESLint.Plugin = { meta, rules };

const recommended: Linter.Config = {
  name: 'greenlets/recommended',
  plugins: { greenlets: plugin },
  rules: {
    'greenlets/no-uncompilable-code': 'error',
    'greenlets/no-freezing-calls': 'warn',
    'greenlets/no-misspelt-marks': 'error',
    'greenlets/no-forgotten-marks': 'error',
    'greenlets/no-borders': 'error',
    'greenlets/no-combined-calls': 'warn',
    'greenlets/no-dropped-run': 'warn',
    'greenlets/no-idle-marks': 'warn',
    // A marked async function waits without `await`.
    'require-await': 'off',
    '@typescript-eslint/require-await': 'off',
    // `spawn(() => sleep(10))` is how one writes it.
    '@typescript-eslint/no-confusing-void-expression': 'off',
  },
};

/**
 * What `greenlets check` finds, as rules of ESLint: with the types of typescript-eslint in the whole program, without them what a
 * file shows by itself.
 */
const greenlets: GreenletsPlugin = { ...plugin, configs: { recommended } };

export default greenlets;
