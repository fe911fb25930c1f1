import { parseSync, traverse, types as t } from '@babel/core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFiles } from './files.ts';
import type { Program, Suite } from './suite.ts';

/** Stopify's tests: programs in files, and programs in the template literals of its unit tests. */
export const stopify: Suite = {
  name: 'Stopify',
  repository: 'plasma-umass/Stopify',
  description: 'programs that stop anywhere, compiled to JavaScript from other languages or written for the purpose',
  // Programs called `forever` do not end.
  find: (checkout) => findFiles(checkout, '.', /\/test\/(.*(?<!forever)\.js|[^/]*\.test\.ts)$/),
  read(checkout, file) {
    const source = readFileSync(join(checkout, file), 'utf8');
    const folder = dirname(join(checkout, file));
    return file.endsWith('.ts') ? readTemplates(file, source, folder) : [{ name: file, source, folder }];
  },
};

/** The programs that unit tests pass to the compiler: `harness(...)` with a template literal. */
function readTemplates(file: string, source: string, folder: string): Program[] {
  const programs: Program[] = [];
  const ast = parseSync(source, {
    filename: file,
    configFile: false,
    babelrc: false,
    presets: ['@babel/preset-typescript'],
  });
  if (ast === null) return programs;
  traverse(ast, {
    CallExpression({ node }) {
      const [template] = node.arguments;
      if (!t.isTemplateLiteral(template) || template.quasis.length !== 1) return;
      const text = template.quasis[0]?.value.cooked;
      if (typeof text === 'string') {
        programs.push({ name: `${file}:${template.loc?.start.line}`, source: text, folder });
      }
    },
  });
  return programs;
}
