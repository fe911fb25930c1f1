import { transformSync } from '@babel/core';
import * as childProcess from 'greenlets/node/child-process';
import * as crypto from 'greenlets/node/crypto';
import * as zlib from 'greenlets/node/zlib';
import greenlets from 'greenlets/plugin';
import { compile } from '../support/compile.ts';

/** What the compiler warns of in a marked program. */
function warnings(source: string, options: Record<string, unknown> = {}): string[] {
  const messages: string[] = [];
  compile(`'use greenlet'; ${source}`, { warnings: (message: string) => messages.push(message), ...options });
  return messages;
}

/** The functions that are warned of. */
function warned(source: string, options: Record<string, unknown> = {}): string[] {
  return warnings(source, options).map(
    (message) => /`[^`]+`( of `[^`]+`)?/.exec(message)?.[0].replaceAll('`', '') ?? '',
  );
}

describe('A call that freezes the process', () => {
  it('is warned of with code, position and advice', () => {
    expect(warnings(`import { hashSync } from 'bcryptjs';\nfunction f() {\n  return hashSync('x');\n}`)).toEqual([
      `/project/source.js: warning GREENLETS201: \`hashSync\` of \`bcryptjs\` freezes the process, all other greenlets ` +
        `included, until it returns. Instead, wait for the form that returns a promise, as in \`wait(hash(...))\`. If it ` +
        `is meant, put the comment \`/* @greenlet-original */\` before the call, or turn warnings off with the option ` +
        `\`warnings\`.
  1 | 'use greenlet'; import { hashSync } from 'bcryptjs';
  2 | function f() {
> 3 |   return hashSync('x');
    |          ^^^^^^^^^^^^^
  4 | }`,
    ]);
  });

  it.each([
    ['child_process', 'spawnSync', 'greenlets/node/child-process', childProcess],
    ['crypto', 'scryptSync', 'greenlets/node/crypto', crypto],
    ['zlib', 'gunzipSync', 'greenlets/node/zlib', zlib],
  ])('has a cooperative version, which the advice names: %s', (module, name, path, cooperative) => {
    const [warning] = warnings(`import { ${name} } from '${module}'; ${name}();`, { patch: false });
    expect(warning).toContain(`Instead, import \`${name}\` from \`${path}\`, where it blocks only the greenlet.`);
    expect(cooperative.implemented).toContain(name);
  });

  it('of `cross-spawn` can be waited for by its events', () => {
    const [warning] = warnings(`import spawn from 'cross-spawn'; spawn.sync('ls');`);
    expect(warning).toContain('`wait(once(spawn(...), "close"))` with `once` of `node:events`');
  });

  it.each([
    [`import { spawnSync as run } from 'child_process'; run('ls');`],
    [`import * as cp from 'child_process'; cp.spawnSync('ls');`],
    [`import cp from 'child_process'; cp['spawnSync']('ls');`],
    [`import { default as cp } from 'child_process'; cp?.spawnSync?.('ls');`],
    [`const cp = require('child_process'); cp.spawnSync('ls');`],
    [`const { spawnSync } = require('node:child_process'); spawnSync('ls');`],
    [`const { spawnSync: run = other } = require('node:child_process'); run('ls');`],
    [`const { default: { spawnSync } } = await import('child_process'); spawnSync('ls');`],
    [`require('child_process').spawnSync('ls');`],
    [`(await import('child_process')).spawnSync('ls');`],
    [`process.getBuiltinModule('child_process').spawnSync('ls');`],
    [
      `import { createRequire } from 'module'; const require = createRequire(import.meta.url); require('child_process').spawnSync();`,
    ],
    [`import { spawnSync } from 'child_process'; const run = spawnSync; (0, run)('ls');`],
    [`import { spawnSync } from 'child_process'; spawnSync.call(undefined, 'ls');`],
    [`import * as cp from 'child_process'; cp.spawnSync.apply(cp, ['ls']);`],
  ])('is found in %s', (source) => {
    expect(warned(source, { patch: false })).toEqual(['spawnSync of child_process']);
  });

  it.each([
    [`import { spawnSync as run } from 'child_process'; run('ls');`],
    [`import cp from 'node:child_process'; cp['spawnSync']('ls');`],
    [`const { spawnSync } = require('node:child_process'); spawnSync('ls');`],
    [`import { spawnSync } from 'child_process'; spawnSync.call(undefined, 'ls');`],
    [`import crypto from 'crypto'; crypto.pbkdf2Sync(); crypto.sign();`],
    [`import { gzipSync } from 'zlib'; gzipSync();`],
    [`Atomics.wait(cells, 0, 0); globalThis.Atomics.wait(cells, 0, 0);`],
    [`const { wait } = Atomics; wait(cells, 0, 0);`],
  ])('is not there where the cooperative version takes its place: %s', (source) => {
    expect(warned(source)).toEqual([]);
  });

  it.each([
    [`process.getBuiltinModule('child_process').spawnSync('ls');`],
    [
      `import { createRequire } from 'module'; const require = createRequire(import.meta.url); require('child_process').spawnSync();`,
    ],
  ])('is seen where that cannot be known to: %s', (source) => {
    expect(warned(source)).toEqual(['spawnSync of child_process']);
  });

  it.each([
    [`import { spawnSync } from 'child_process'; function f(spawnSync) { return spawnSync('ls'); }`],
    [`import { spawn } from 'child_process'; spawn('ls');`],
    [`import { spawnSync } from './child_process'; spawnSync('ls');`],
    [`let { spawnSync } = require('child_process'); spawnSync = fake; spawnSync('ls');`],
    [`function f(require) { require('child_process').spawnSync('ls'); }`],
    [`import { spawnSync } from 'child_process'; export { spawnSync };`],
    [`const a = b, b = a; a.execSync();`],
    [`for (const { execSync } of list) execSync();`],
    [`const Atomics = fake; Atomics.wait();`],
    [`import fs from 'fs'; fs.readFileSync('x');`],
  ])('is not seen in %s', (source) => {
    expect(warned(source)).toEqual([]);
  });

  it.each([
    [`import { pbkdf2Sync } from 'crypto'; pbkdf2Sync();`, 'pbkdf2Sync of crypto'],
    [`import crypto from 'node:crypto'; crypto.scryptSync(); crypto.hkdfSync();`, 'scryptSync of crypto'],
    [`import { generateKeyPairSync } from 'crypto'; generateKeyPairSync('rsa');`, 'generateKeyPairSync of crypto'],
    [`import { gzipSync } from 'zlib'; gzipSync();`, 'gzipSync of zlib'],
    [`import zlib from 'zlib'; zlib.brotliDecompressSync();`, 'brotliDecompressSync of zlib'],
    [`Atomics.wait(cells, 0, 0); Atomics.waitAsync(cells, 0, 0);`, 'wait of Atomics'],
    [`globalThis.Atomics.wait(cells, 0, 0);`, 'wait of Atomics'],
    [`const { wait } = Atomics; wait(cells, 0, 0);`, 'wait of Atomics'],
    [`import readline from 'readline-sync'; readline.question('name? ');`, 'question of readline-sync'],
    [`import ask from 'prompt-sync'; ask();`, 'prompt-sync'],
  ])('is known: %s', (source, name) => {
    expect(warned(source, { patch: false })).toEqual([name]);
  });

  it('is warned of once for each place, in all kinds of marked code', () => {
    const source = `
      import { hashSync } from 'bcryptjs';
      export const a = () => hashSync('a');
      export async function b() { hashSync('b'); hashSync('b'); }
      export class C { static d = hashSync('d'); e() { return hashSync('e'); } get f() { return hashSync('f'); } }`;
    expect(warned(source)).toHaveLength(6);
  });

  it('is none of our business in code that is not marked', () => {
    const source = `
      import { hashSync } from 'bcryptjs';
      function f() { 'use no greenlet'; hashSync('a'); return () => { 'use greenlet'; hashSync('b'); }; }`;
    expect(warnings(source)).toEqual([expect.stringMatching(/ {2,}\^{13}$/)]);
    expect(warnings(source.replaceAll("'use greenlet'", ''))).toEqual([]);
  });

  it('is not warned of where a comment says that it is meant', () => {
    const source = `
      import { hashSync } from 'bcryptjs';
      function f() {
        // @greenlet-original: at the start there is nothing to wait for
        const a = hashSync('a');
        return a + /* @greenlet-original */ hashSync('b') + hashSync('c');
      }`;
    expect(warned(source)).toHaveLength(1);
  });

  it('is not warned of where a module of the user takes its place', () => {
    const source = `import { sync } from 'cross-spawn'; sync('ls');`;
    expect(warned(source)).toHaveLength(1);
    expect(warned(source, { patch: { 'cross-spawn': './cooperative.js' } })).toEqual([]);
  });
});

describe('Warnings', () => {
  const SOURCE = `'use greenlet'; import { hashSync } from 'bcryptjs'; hashSync('a');`;

  function printed(envName: string, warnings?: boolean): number {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const plugins = [[greenlets, { ...(warnings !== undefined && { warnings }) }]];
    transformSync(SOURCE, { filename: 'a.js', configFile: false, babelrc: false, envName, plugins });
    const { length } = warn.mock.calls;
    warn.mockRestore();
    return length;
  }

  it('are printed in development builds', () => {
    expect(['development', 'production', 'test'].map((environment) => printed(environment))).toEqual([1, 0, 0]);
  });

  it('can be turned on and off', () => {
    expect(printed('production', true)).toBe(1);
    expect(printed('development', false)).toBe(0);
  });

  it('are refused as anything but a boolean or a function', () => {
    expect(() => warnings(SOURCE, { warnings: 'all' })).toThrow(
      "greenlets/plugin: 'warnings' must be a boolean, or a function that takes messages",
    );
  });
});
