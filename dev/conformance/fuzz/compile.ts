import { transformFromAstSync, type types as t } from '@babel/core';
import greenlets from 'greenlets/plugin';

/** The ways to run a program. */
export type Variant = 'untouched' | 'compiled' | 'stress';

/** Engines do not know `using` yet. */
const USING = '@babel/plugin-transform-explicit-resource-management';

/** The code of a program, ready to run. Everything is marked in the compiled variants. */
export function compile(program: t.File, variant: Variant): string {
  const options = { mark: 'all', patch: false, stress: variant === 'stress' };
  const result = transformFromAstSync(program, undefined, {
    configFile: false,
    babelrc: false,
    filename: 'program.js',
    sourceType: 'script',
    compact: false,
    plugins: [...(variant === 'untouched' ? [] : [[greenlets, options]]), USING],
  });
  return result?.code ?? '';
}
