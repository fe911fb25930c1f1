import type { types as t } from '@babel/core';
import type { OnPass } from '../../plugin/interface/options.ts';
import { withBabel } from '../compile/babel/babel.ts';

/** Prints a program after each pass of the compiler that changes it; of the other passes, the names. */
export function printPasses(): OnPass {
  let before = '';
  return (pass, program) => {
    const code = codeOf(program as t.Program);
    console.log(code === before ? `// ${pass}: as before` : `// ${pass}\n${code}\n`);
    before = code;
  };
}

function codeOf(program: t.Program): string {
  return withBabel(({ transformFromAstSync, types }) => {
    const options = { configFile: false, babelrc: false, compact: false } as const;
    return transformFromAstSync(types.file(program), undefined, options)?.code ?? '';
  });
}
