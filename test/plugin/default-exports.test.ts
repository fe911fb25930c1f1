import { transformSync as transformWithEsbuild } from 'esbuild';
import { compile } from './support/compile.ts';
import { evaluate } from './support/evaluate.ts';

const SOURCES = {
  function: 'export default function (f) { "use greenlet"; return f(); }',
  generator: 'export default function* (f) { "use greenlet"; yield f(); }',
  'async function': 'export default async function (f) { "use greenlet"; return f(); }',
  arrow: 'export default (f) => { "use greenlet"; return f(); };',
};

describe('The default export of a bundle', () => {
  it.each(Object.entries(SOURCES))('is called "default" where names are kept: %s', (_, source) => {
    const { code } = transformWithEsbuild(compile(source), { format: 'cjs', keepNames: true });
    expect(evaluate(code)).toHaveProperty('default.name', 'default');
  });
});
