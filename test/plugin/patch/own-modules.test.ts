import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from '@babel/core';
import plugin from 'greenlets/plugin';

/** A project with a package, a module of its own, and a replacement of each. */
const folder = mkdtempSync(join(tmpdir(), 'greenlets-'));
const files = ['node_modules/pg/index.js', 'lib/db.ts', 'green/pg.js', 'green/db.js'];
for (const file of files) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), '');
}

afterAll(() => rmSync(folder, { recursive: true }));

function compile(file: string, source: string, patch: Record<string, string>): string {
  const options = { configFile: false, babelrc: false, cwd: folder, filename: join(folder, file) } as const;
  return transformSync(source, { ...options, plugins: [[plugin, { patch }]] })?.code ?? '';
}

const QUERY = `export function f() { 'use greenlet'; return query(); }`;

describe('The option patch, given an object', () => {
  it('resolves values from the folder of the configuration, wherever the importing file lies', () => {
    const patch = { pg: './green/pg.js' };
    expect(compile('main.js', `import { query } from 'pg'; ${QUERY}`, patch)).toContain('from "./green/pg.js"');
    expect(compile('src/deep/main.js', `import { query } from 'pg'; ${QUERY}`, patch)).toContain(
      'from "../../green/pg.js"',
    );
  });

  it('leaves the names of packages as they are', () => {
    expect(compile('src/main.js', `import { query } from 'pg'; ${QUERY}`, { pg: 'green-pg' })).toContain(
      'from "green-pg"',
    );
  });

  it.each(['../lib/db', '../lib/db.js', '../lib/db.ts', './../lib/db'])(
    'takes keys for modules, in whichever way a file names them: %s',
    (specifier) => {
      const patch = { './lib/db.ts': './green/db.js' };
      expect(compile('src/main.js', `import { query } from '${specifier}'; ${QUERY}`, patch)).toContain(
        'from "../green/db.js"',
      );
    },
  );

  it('is not confused by another file of the same name', () => {
    const patch = { './lib/db.ts': './green/db.js' };
    expect(compile('src/main.js', `import { query } from './lib/db'; ${QUERY}`, patch)).not.toContain('green/db');
  });

  it('takes fs and node:fs for the same module', () => {
    const source = `import { statSync } from 'node:fs'; export function f() { 'use greenlet'; return statSync('a'); }`;
    expect(compile('main.js', source, { fs: './green/pg.js' })).toContain('from "./green/pg.js"');
  });

  it('gives the original to a replacement that imports it', () => {
    const source = `import { query } from 'pg'; ${QUERY}`;
    expect(compile('green/pg.js', source, { pg: './green/pg.js' })).toContain("import { query } from 'pg'");
    expect(compile('green/db.js', source, { pg: './green/pg.js' })).toContain('from "./pg.js"');
  });

  it.each(['gp', './lib/dbs.ts', 'node:fsx'])('refuses a key that names no module: %s', (key) => {
    expect(() => compile('main.js', '', { [key]: './green/pg.js' })).toThrow(
      `greenlets/plugin: 'patch' replaces "${key}", but there is no such module, seen from ${folder}`,
    );
  });
});
