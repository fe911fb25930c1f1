import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFiles } from './files.ts';
import type { Suite } from './suite.ts';

/** At the head of a file: that it has been compiled by regenerator. */
const IS_REGENERATED = /^assert\(\s*function\s*\*\s*\(\)\s*\{\}\.toString\(\)[^]*?\);$/m;

/** The tests of regenerator, which use the functions of Mocha. Those of its own runtime do not run untouched. */
export const regenerator: Suite = {
  name: 'regenerator',
  repository: 'facebook/regenerator',
  description: 'generators and async functions',
  find: (checkout) =>
    findFiles(checkout, 'test', /^test\/(async|class|non-native|regression|tests|tests-node4)(\.es6)?\.js$/),
  read(checkout, file) {
    const source = readFileSync(join(checkout, file), 'utf8').replace(IS_REGENERATED, '');
    return [{ name: file, source, folder: join(checkout, 'test') }];
  },
};
