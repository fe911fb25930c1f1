import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** What shows whether the runtime is strict code: a cooperative method sees the `this` that it is given. */
const calls = [
  'Array.prototype.map.call(null, f)',
  'Array.prototype.forEach.call(undefined, f)',
  'Array.prototype.filter.call(undefined, f)',
  'Array.prototype.find.call(null, f)',
  'Array.prototype.reduce.call(undefined, f, 0)',
  'Array.prototype.reduceRight.call(null, f, 0)',
  'Array.prototype.flatMap.call(undefined, f)',
  'Array.prototype.sort.call(null, f)',
  'Array.prototype.toSorted.call(undefined, f)',
  'Array.from.call(undefined, [1], f)',
  'Array.from([1], self, undefined)',
  "String.prototype.replace.call(undefined, 'o', f)",
  "String.prototype.replaceAll.call(undefined, 'o', f)",
  "String.prototype.replaceAll.call(null, 'o', f)",
  'Map.prototype.forEach.call(undefined, f)',
  'Set.prototype.forEach.call(1, f)',
  'Uint8Array.prototype.map.call(undefined, f)',
  'Reflect.apply(self, 1, [])',
  'self.call(1)',
  'self.apply(undefined)',
  'self.bind(null)()',
  '[1].map(self)',
  '[1].map(self, 1)',
  'new Map([[1, 2]]).forEach(self)',
  'new Set([1]).forEach(self, 1)',
  "'o'.replace('o', self)",
  'Iterator.prototype.map.call(undefined, f)',
];

/** Prints how each call ends in plain code, and compiled against the published files of each format. */
const program = `
  import { createRequire } from 'node:module';
  import { transformSync } from '@babel/core';
  import plugin from 'greenlets/plugin';
  import * as imported from 'greenlets/internal';

  const require = createRequire(import.meta.url);
  const f = (x) => x;
  const self = function () { 'use strict'; return [typeof this, this === globalThis]; };
  const calls = ${JSON.stringify(calls)};

  function outcome(call, internal) {
    const source = "'use strict'; return (self, f) => " + call;
    const parserOpts = { allowReturnOutsideFunction: true };
    const options = { configFile: false, babelrc: false, sourceType: 'script', parserOpts };
    const plugins = internal === null ? [] : [[plugin, { mark: 'all', patch: false }]];
    const { code } = transformSync(source, { ...options, plugins });
    try {
      return JSON.stringify(new Function('require', code)(() => internal)(self, f)) ?? 'undefined';
    } catch (error) {
      return error.name;
    }
  }

  const table = calls.map((call) => [call, outcome(call, null), outcome(call, imported), outcome(call, require('greenlets/internal'))]);
  console.log(JSON.stringify(table));
`;

describe('the published files', () => {
  it('are strict code in CommonJS, too', () => {
    const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
    const scripts = files.filter((file) => file.endsWith('.cjs'));
    expect(scripts.length).toBeGreaterThan(10);
    const texts = scripts.map((file) => [file, readFileSync(join(root, 'dist', file), 'utf8')] as const);
    const sloppy = texts.filter(([, text]) => !text.trimStart().startsWith('"use strict";')).map(([file]) => file);
    // Babel is others' code, in which nothing of ours is called.
    expect(sloppy).toEqual(['babel.cjs']);
  });

  it('let native methods fail as they do in plain code, in both formats', () => {
    const options = { cwd: root, encoding: 'utf8' } as const;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
    const table = JSON.parse(output) as [string, string, string, string][];
    expect(table).toHaveLength(calls.length);
    for (const [call, plain, imported, required] of table) {
      expect([call, imported, required]).toEqual([call, plain, plain]);
    }
  });
});
