import { transformFromAstSync, type NodePath, type PluginObj, type types as t } from '@babel/core';
import { isAlone } from '../../plugin/other-plugins.ts';
import { compile, transform } from './support/compile.ts';

const PROGRAM = `
  import fs, { readFileSync } from 'node:fs';
  import { sleep } from 'greenlets';

  export function main(path) {
    sleep(1);
    return readFileSync(path).length + fs.readFileSync(path).length;
  }
`;

/** Leaves the program as it is, but is there. */
const onlooker = (): PluginObj => ({ visitor: { Program: () => undefined } });

describe('A program that no other plugin visits', () => {
  it.each(['module', 'script'] as const)('compiles to the same %s as if one did', (sourceType) => {
    const program = sourceType === 'module' ? PROGRAM : PROGRAM.replace(/import .*|export /g, '');
    const seen = compile(program, { mark: 'all' }, { sourceType, plugins: [onlooker] });
    expect(seen).toContain('greenlets/internal');
    expect(compile(program, { mark: 'all' }, { sourceType })).toBe(seen);
  });

  it('has its scopes in order if the caller asks for the tree', () => {
    const { ast } = transform(PROGRAM, { mark: 'all' }, { ast: true });
    const names: string[] = [];
    const inspect = (): PluginObj => ({
      visitor: { Program: ({ scope }: NodePath<t.Program>) => void names.push(...Object.keys(scope.bindings)) },
    });
    transformFromAstSync(ast as t.File, undefined, { configFile: false, babelrc: false, plugins: [inspect] });
    expect(names).toEqual(expect.arrayContaining(['main', 'sleep', 'link']));
  });
});

describe('The plugin is alone', () => {
  const own = { visitor: { Program: {} } };

  it('beside plugins that visit nothing, as those for a syntax', () => {
    expect(isAlone({ plugins: [own, { visitor: {} }], presets: [] })).toBe(true);
  });

  it.each([
    ['another plugin visits something', { plugins: [own, { visitor: { Identifier: {} } }], presets: [] }],
    ['there are presets in a pass of their own', { plugins: [own], presets: [{ plugins: [] }] }],
    ['the tree is asked for', { plugins: [own], presets: [], ast: true }],
    ['Babel does not say', {}],
  ])('not if %s', (_, resolved) => {
    expect(isAlone(resolved)).toBe(false);
  });
});
