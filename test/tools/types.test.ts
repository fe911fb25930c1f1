import { transformSync } from '@babel/core';
import greenlets from 'greenlets/plugin';
import { typesOf, type TypeSource } from 'greenlets/types';
import { readFileSync, writeFileSync } from 'node:fs';
import { greenlets as command } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const STOCK = `
export interface Stock { names: string[]; byName: Map<string, number>; find(name: string): number }
export type Name = string & { readonly brand: unique symbol };
export class Shelf extends Array<string> {}
export declare const stock: Stock;
`;

const FILES = {
  ...ES_MODULES,
  'tsconfig.json': '{ "compilerOptions": { "target": "es2023", "module": "nodenext", "strict": true, "types": [] } }',
  'stock.ts': STOCK,
};

const PLAIN = [
  ['a property of an imported type', 's.names.push(name)'],
  ['what an imported value has', 'stock.byName.set(name, 1)'],
  ['elements', 's.names[0]?.split(",")'],
  ['branded strings', 'name.split(",")'],
  ['what is iterated', 'for (const entry of s.byName) String(entry)'],
  ['what is spread', '[...s.names]'],
  ['what a pattern takes apart', 'const [first] = s.names; String(first)'],
] as const;

const BLOCKING = [
  ['methods of the program', 's.find("a")'],
  ['classes derived from builtins', 'shelf.push("a")'],
  ['callbacks', 's.names.map(stock.find)'],
] as const;

/** A program whose only marked function does this. */
function programThat(does: string): string {
  return `
    import { Shelf, stock, type Name, type Stock } from './stock.js';
    export function f(s: Stock, name: Name, shelf: Shelf) { 'use greenlet'; ${does}; return Shelf && stock; }`;
}

/** All programs in one project, as it takes seconds to read the description of the language. */
const programs = [...PLAIN, ...BLOCKING].map(([title, does]) => [`${title}.ts`, programThat(does)] as const);
const project = createProject({ ...FILES, ...Object.fromEntries(programs) });
const types = typesOf(project.path('tsconfig.json'));

function compile(filename: string, known: TypeSource = types): string {
  const result = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: false,
    babelrc: false,
    presets: ['@babel/preset-typescript'],
    plugins: [[greenlets, { types: known }]],
  });
  return result?.code ?? '';
}

describe('The type checker', () => {
  it.each(PLAIN)('knows %s', (title) => {
    expect(compile(project.path(`${title}.ts`))).not.toContain('/internal"');
    expect(compile(project.path(`${title}.ts`), { typesIn: () => null })).toContain('/internal"');
  });

  it.each(BLOCKING)('leaves %s to the greenlet', (title) => {
    expect(compile(project.path(`${title}.ts`))).toContain('/internal"');
  });

  it('is not asked about files that are not part of the project', () => {
    const other = createProject({ 'main.ts': programThat('s.names.push(name)') });
    expect(compile(other.path('main.ts'))).toContain('/internal"');
  });

  it('sees files that have changed', () => {
    const path = project.path('methods of the program.ts');
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, source.replace('s.find("a")', 's.names.push("another")'));
    expect(compile(path)).not.toContain('/internal"');
    writeFileSync(path, source);
    expect(compile(path)).toContain('/internal"');
  });

  it('refuses what is no path', () => {
    expect(() => typesOf(1 as never)).toThrow('expected the path of a tsconfig.json, got `1` (number)');
  });
});

describe('greenlets compile --types', () => {
  const asked = ['compile', '--types', 'tsconfig.json', 'elements.ts'];

  it('asks the type checker', async () => {
    expect((await command(project, ...asked)).stdout).toContain('s.names[0]?.split(",");');
    expect((await command(project, 'compile', 'elements.ts')).stdout).not.toContain('s.names[0]?.split(",");');
  });

  it('refuses a configuration that does not exist', async () => {
    const { exitCode, stderr } = await command(project, 'compile', '--types', 'missing.json', 'elements.ts');
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error: cannot find missing.json\n' });
  });
});
