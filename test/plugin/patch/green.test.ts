import { transformSync, type TransformOptions } from '@babel/core';
import plugin from 'greenlets/plugin';
import type { Patch } from '../../../plugin/interface/options.ts';
import { greenlets } from '../../tools/command.ts';
import { createProject, type Project } from '../../tools/project.ts';
import { compile as compilePass } from './compile.ts';

function compile(source: string, patch: Patch = { green: ['store'] }, filename?: string): string {
  return compilePass(source, { patch, ...(filename === undefined ? {} : { filename }) }).replace(/\s+/g, ' ');
}

describe('Modules that the option patch lists as green', () => {
  it.each([
    ['a named import', `import { Pool } from 'store'; function marked() { return Pool; }`, 'return _green.of(Pool)'],
    ['a renamed import', `import { Pool as P } from 'store'; function marked() { return P; }`, 'return _green.of(P)'],
    ['a class', `import { Pool } from 'store'; function marked() { return new Pool(1); }`, '_green.of(Pool)'],
    [
      'a parent',
      `import { Pool } from 'store'; function marked() { return class extends Pool {}; }`,
      'extends _green.of(Pool)',
    ],
    ['a namespace', `import * as s from 'store'; function marked() { return s.Pool; }`, '_green.of(s).Pool'],
    ['a default import', `import s from 'store'; function marked() { return s; }`, 'return _green.of(s)'],
    ['a property', `import { Pool } from 'store'; function marked() { return { Pool }; }`, '{ Pool: _green.of(Pool) }'],
    ['require', `function marked() { return require('store').Pool; }`, `_green.of(require('store')).Pool`],
    [
      'a part of the package',
      `import { Pool } from 'store/promise'; function marked() { return Pool; }`,
      'return _green.of(Pool)',
    ],
    ['a dynamic import', `function marked() { return import('store'); }`, `import('store').then(_green.of)`],
  ])('are seen through views in marked code: %s', (_title, source, expected) => {
    expect(compile(source)).toContain(expected);
    expect(compile(source)).toMatch(
      /import \{ green as _green \} from "greenlets\/green"|require\("greenlets\/green"\)/,
    );
  });

  it('are themselves to unmarked code, to types and in exports', () => {
    const source = `import { Pool } from 'store'; export { Pool }; function plain() { return Pool; } function marked() { return typeof Pool; }`;
    expect(compile(source)).not.toContain('_green');
  });

  it('keep an original that says so', () => {
    const source = `import { Pool } from 'store'; function marked() { return /* @greenlet-original */ Pool; }`;
    expect(compile(source)).not.toContain('_green');
  });

  it('are seen by the adapter if there is one', () => {
    const source = `import { Pool } from 'pg'; import { Store } from 'store'; function marked() { return [Pool, Store]; }`;
    const code = compile(source, { green: ['pg', 'store'] });
    expect(code).toContain('import { green as _green } from "greenlets/adapters/pg"');
    expect(code).toContain('import { green as _green2 } from "greenlets/green"');
    expect(code).toContain('[_green.of(Pool), _green2.of(Store)]');
  });

  it('are seen by one adapter if they belong together', () => {
    const source = `import { S3Client } from '@aws-sdk/client-s3'; import { Upload } from '@aws-sdk/lib-storage'; function marked() { return [S3Client, Upload]; }`;
    const code = compile(source, { green: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'] });
    expect(code).toContain('from "greenlets/adapters/aws-sdk"');
    expect(code).not.toContain('from "greenlets/green"');
  });

  it('are replaced by the adapter if that stands for the whole package', () => {
    const source = `import { trace, SpanKind } from '@opentelemetry/api'; function marked() { return [trace, SpanKind]; }`;
    const code = compile(source, { green: ['@opentelemetry/api'] });
    expect(code).toContain('from "greenlets/adapters/opentelemetry"');
    expect(code).toContain('return [_trace, _SpanKind]');
  });

  it('may be files, and packages with a scope', () => {
    const source = `import { a } from '../lib/db'; import { b } from '@scope/db'; import { c } from '@scope/other'; function marked() { return [a, b, c]; }`;
    expect(compile(source, { green: ['/project/lib/db', '@scope/db'] }, '/project/src/main.js')).toContain(
      '[_green.of(a), _green.of(b), c]',
    );
  });

  it('are one kind of replacement among others', () => {
    const source = `import { a } from 'store'; import { b } from 'pg'; function marked() { return [a, b]; }`;
    expect(compile(source, { green: ['store'], pg: 'green-pg' })).toContain('[_green.of(a), _b]');
  });

  it.each([
    [{ green: ['stores'] }, `'patch' waits for "stores", but there is no such module`],
    [{ green: [1] }, `'patch' must be a boolean, or an object from module names to module names`],
    [{ pg: ['store'] }, `'patch' must be a boolean, or an object from module names to module names`],
  ])('are refused where they do not exist or are no list of names: %j', (patch: object, message) => {
    const options = { configFile: false, babelrc: false, plugins: [[plugin, { patch }]] } satisfies TransformOptions;
    expect(() => transformSync('', options)).toThrow(message);
  });
});

describe('A program that is run with a package seen green', () => {
  const program = `
    'use greenlet';
    import { Store } from 'store';
    const store = new Store();
    console.log(store.get(1), store.get(2));`;
  const store = `exports.Store = class Store { async get(id) { return 'value ' + id; } };`;

  function project(): Project {
    return createProject({
      'main.mjs': program,
      'node_modules/store/package.json': '{ "name": "store", "main": "index.js" }',
      'node_modules/store/index.js': store,
    });
  }

  it('needs no await', async () => {
    const outcome = await greenlets(project(), 'run', '--green', 'store', 'main.mjs');
    expect(outcome).toEqual({ exitCode: 0, stdout: 'value 1 value 2\n', stderr: '' });
  });
});
