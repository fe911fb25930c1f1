import { runInNewContext } from 'node:vm';
import { constantBindings } from '../../../dev/build/constant-bindings.js';

interface Chunk {
  code: string;
}

/** What a chunk of this name becomes. */
async function rewrite(fileName: string, code: string, options?: { forBundlers: boolean }): Promise<string> {
  const { renderChunk } = constantBindings(options) as unknown as {
    renderChunk: (code: string, chunk: { fileName: string }) => Promise<Chunk | null>;
  };
  return (await renderChunk(code, { fileName }))?.code ?? code;
}

const MODULE = `
import { readFileSync } from 'node:fs';
import { t as link } from './shared.mjs';
//#region first
/** Adds one. */
function next(n) {
  return n + one + link.border;
}
/** A class. */
var Chain = class {};
var changed = class {};
changed = null;
function replaced() {}
replaced = next;
const one = 1;
let count = 0;
export { Chain, count, next as n, one };
`;

describe('the constants of a chunk', () => {
  it('are its imports from other chunks, its classes and functions, and copies of what it exports', async () => {
    expect(await rewrite('index.mjs', MODULE)).toMatchInlineSnapshot(`
     "import { readFileSync } from 'node:fs';
     import { t as _link } from './shared.mjs';
     const link = _link;
     //#region first
     /** Adds one. */
     const next = function next(n) {
       return n + one + link.border;
     };
     /** A class. */
     const Chain = class {};
     var changed = class {};
     changed = null;
     function replaced() {}
     replaced = next;
     const one = 1;
     let count = 0;
     const _Chain = Chain;
     const _count = count;
     const _next = next;
     const _one = one;
     export { _Chain as Chain, _count as count, _next as n, _one as one };"
    `);
  });

  it('are what it requires of other chunks', async () => {
    const code = `
const node_fs = require("node:fs");
const require_shared = require("./shared.cjs");
function next(n) {
  return n + require_shared.one + require_shared.link.border + node_fs.constants.O_RDONLY;
}
exports.next = next;
exports.link = require_shared.link;
`;
    expect(await rewrite('index.cjs', code)).toMatchInlineSnapshot(`
     "const node_fs = require("node:fs");
     const require_shared = require("./shared.cjs");
     const _one = require_shared.one;
     const _link = require_shared.link;
     const next = function next(n) {
       return n + _one + _link.border + node_fs.constants.O_RDONLY;
     };
     exports.next = next;
     exports.link = _link;"
    `);
  });

  it('have their names from the variables alone where a bundler comes after', async () => {
    const code = `
import { t as link } from './shared.mjs';
function next(n) {
  return n === 0 ? link : next(n - 1);
}
var Point = class Point {
  copy() { return new Point(); }
};
var Origin = class Origin {
  static only = new Origin();
};
export { next, Point, Origin };`;
    expect(await rewrite('index.mjs', code, { forBundlers: true })).toMatchInlineSnapshot(`
     "import { t as link } from './shared.mjs';
     const next = function (n) {
       return n === 0 ? link : next(n - 1);
     };
     const Point = class {
       copy() {
         return new Point();
       }
     };
     const Origin = class Origin {
       static only = new Origin();
     };
     export { next, Point, Origin };"
    `);
  });

  it('run as the chunk did', async () => {
    const code = `
var Point = class Point { constructor() { this.x = start(); } };
const first = new Point();
function start() { return again(3); }
function again(n) { return n === 0 ? 'done' : again(n - 1); }
exports.result = [first.x, start.name, Point.name];
`;
    const run = (source: string): unknown => {
      const exports: Record<string, unknown> = {};
      runInNewContext(source, { exports });
      return exports.result;
    };
    expect(run(await rewrite('a.cjs', code))).toEqual(['done', 'start', 'Point']);
    expect(run(await rewrite('a.cjs', code, { forBundlers: true }))).toEqual(['done', 'start', 'Point']);
    expect(run(code)).toEqual(['done', 'start', 'Point']);
  });

  it('are not looked for in declarations of types', async () => {
    expect(await rewrite('index.d.mts', 'not JavaScript')).toBe('not JavaScript');
  });
});
