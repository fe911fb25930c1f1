import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFiles } from './files.ts';
import type { Suite } from './suite.ts';

/** Functions, each with cases that call it. Modules cannot be returned by a function, and do not run untouched. */
export const asyncToPromises: Suite = {
  name: 'babel-plugin-transform-async-to-promises',
  repository: 'rpetrich/babel-plugin-transform-async-to-promises',
  description: 'async functions with every kind of statement',
  find: (checkout) => findFiles(checkout, 'tests', /\/input\.js$/),
  read(checkout, file) {
    const folder = dirname(join(checkout, file));
    const input = readFileSync(join(checkout, file), 'utf8');
    const cases = readdirSync(folder).filter((name) => /^case-.*\.js$/.test(name));
    return cases.sort().map((name) => ({
      name: `${dirname(file)}/${name}`,
      source: programOf(input, readFileSync(join(folder, name), 'utf8')),
      folder,
    }));
  },
};

function programOf(input: string, code: string): string {
  return `function create() {\nreturn ${input}\n}\nreturn (async function (f) {\n${code}\n})(create());`;
}
