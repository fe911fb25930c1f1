import { transformSync } from '@babel/core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFiles } from './files.ts';
import type { Suite } from './suite.ts';

/** What Babel executes in its fixtures. Where the syntax is only proposed, the program does not run untouched. */
export const babel: Suite = {
  name: 'babel',
  repository: 'babel/babel',
  description: 'what Babel compiles for older engines; proposals that this Node does not know do not run',
  find: (checkout) => findFiles(checkout, 'packages', /\/test\/fixtures\/.*\/exec\.(js|mjs)$/),
  read(checkout, file) {
    const text = readFileSync(join(checkout, file), 'utf8');
    const source = file.endsWith('.mjs') ? toCommonJs(text) : text;
    return [{ name: file, source, folder: dirname(join(checkout, file)) }];
  },
};

/** A module becomes a program; one that this Babel cannot parse is left as it is, and does not run. */
function toCommonJs(text: string): string {
  try {
    const plugins = ['@babel/plugin-transform-modules-commonjs'];
    return transformSync(text, { configFile: false, babelrc: false, plugins })?.code ?? text;
  } catch {
    return text;
  }
}
