import { SourceMapConsumer, type RawSourceMap } from 'source-map-js';
import { transform } from './support/compile.ts';
import { evaluate } from './support/evaluate.ts';
import { Mapped } from './support/positions.ts';

describe('A source map', () => {
  const mapped = new Mapped(`
    function collect(paths) {
      "use greenlet";
      const found = [];
      for (const path of paths) {
        try {
          found.push(read(path));
        } catch (error) {
          report(error.message);
          if (isFatal(error)) throw new RangeError("fatal");
        } finally {
          close(path);
        }
      }
      const label = found.length > 1 ?
        many(found) :
        one(found);
      return () => label + suffix();
    }
    class Reader {
      read(path) {
        "use greenlet";
        const text = open(path);
        return this.parse(text) ?? fallback(path);
      }
    }
  `);

  it.each([
    ['read(path)', 'found.push(read(path));'],
    ['error.message', 'report(error.message);'],
    ['isFatal(error', 'if (isFatal(error)) throw new RangeError("fatal");'],
    ['new RangeError', 'if (isFatal(error)) throw new RangeError("fatal");'],
    ['close(path)', 'close(path);'],
    ['found.length > 1', 'const label = found.length > 1 ?'],
    ['many(found)', 'many(found) :'],
    ['one(found)', 'one(found);'],
    ['suffix()', 'return () => label + suffix();'],
    ['open(path)', 'const text = open(path);'],
    ['fallback(path)', 'return this.parse(text) ?? fallback(path);'],
  ])('maps %s to its line', (text, line) => {
    expect(mapped.originOf(text)).toBe(line);
  });

  /** Node calls a function by the name that the map has where it begins. */
  it.each([
    ['an arrow that begins with its parameter', 'a => {', null],
    ['the arrow that is the body of an async function', 'b => {', null],
    ['the async arrow around it', 'b => {\n    const load', null],
    ['an arrow that takes its parameter apart', 'param => {', null],
    ['an arrow that cannot block', 'c => c', null],
    ['an arrow that is not marked', 'd => read(d)', null],
    ['an arrow with several parameters', '(e, g) => {', 'pair'],
    ['a constructor', 'constructor(h)', 'Reader'],
    ['the arrow that is its body', 'h => {', null],
    ['a constructor that is not in the source', 'constructor(...args_1)', 'Child'],
  ])('names at the start of %s its function, or nothing', (_, text, name) => {
    const program = new Mapped(`
      const unmarked = (d) => read(d);
      /** @greenlet */ const one = (a) => { const r = read(a); return r; };
      /** @greenlet */ const load = async (b) => { const r = read(b); return r; };
      /** @greenlet */ const apart = ({ x }) => { const r = read(x); return r; };
      /** @greenlet */ const cheap = (c) => c;
      /** @greenlet */ const pair = (e, g) => { const r = read(e); return r; };
      /** @greenlet */ class Reader { constructor(h) { this.text = read(h); } }
      /** @greenlet */ class Child extends Reader {}
    `);
    expect(program.nameOf(text)).toBe(name);
  });

  /** Lines before the first that is mapped count as lines that never ran, in the coverage of Node. */
  it.each([
    [
      'marked as a whole',
      `// A licence.\n'use greenlet';\n\nimport fs from 'node:fs';\nexport const f = () => fs.open();`,
    ],
    [
      'with marked functions',
      `// A licence.\nimport fs from 'node:fs';\nexport const f = () => { 'use greenlet'; fs.open(); };`,
    ],
    ['that is a script', `// A licence.\n'use greenlet';\nconst fs = require('fs');\nfunction f() { fs.open(); }`],
  ])('begins where the file begins, in a file %s', (_, source) => {
    const { map } = transform(source, {}, { sourceMaps: true, sourceType: 'unambiguous' });
    const lines: (number | null)[] = [];
    new SourceMapConsumer(map as unknown as RawSourceMap).eachMapping(({ originalLine }) => lines.push(originalLine));
    expect(lines[0]).toBe(1);
  });

  /** Jest calls a frame by the name that the map has where its call is, and Node the frame inside of it. */
  it.each([
    ['a function that the source calls by name', 'read(1)', 'read'],
    ['what another call has returned', 'callee(2)', null],
    ['what is spread', 'spread(', null],
    ['what is taken apart', 'firstOf(', null],
    ['what is iterated', 'step(t', null],
    ['an iteration that ends', 'close(t', null],
    ['a method', 'call(link', 'method'],
  ])('names at a call %s, or nothing', (_, text, name) => {
    const program = new Mapped(`
      "use greenlet";
      function main(all) {
        const a = read(1);
        const b = find()(2);
        const c = [...all()];
        const [d] = all();
        for (const e of all()) use(e);
        const f = all().items.method(a, b);
        return [a, b, c, d, f];
      }
    `);
    expect(program.nameOf(text)).toBe(name);
  });

  it('maps the stack of an error that is thrown in compiled code', () => {
    const program = new Mapped(`
      exports.outer = function outer(x, fail) {
        "use greenlet";
        const doubled = middle(x, fail);
        return doubled + 1;
      };
      function middle(x, fail) {
        "use greenlet";
        if (x > 1)
          fail("too much");
        return 2 * x;
      }
    `);
    const { outer } = evaluate(program.code) as { outer: (x: number, fail: () => void) => number };
    let sites: NodeJS.CallSite[] = [];
    expect(outer(1, () => {})).toBe(3);
    outer(2, () => {
      sites = callSites();
    });
    const frames = sites.filter((site) => ['outer', 'middle'].includes(site.getFunctionName() ?? ''));
    expect(frames.slice(0, 2).map((site) => originOf(site, program))).toEqual([
      'fail("too much");',
      'const doubled = middle(x, fail);',
    ]);
  });
});

/** `new Function` puts two lines before the code. */
function originOf(site: NodeJS.CallSite, program: Mapped): string | undefined {
  return program.originAt((site.getLineNumber() ?? 0) - 2, (site.getColumnNumber() ?? 1) - 1);
}

function callSites(): NodeJS.CallSite[] {
  const formatter = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace') ?? { value: undefined };
  Error.prepareStackTrace = (_error, sites) => sites;
  try {
    return new Error('only its stack counts').stack as unknown as NodeJS.CallSite[];
  } finally {
    Object.defineProperty(Error, 'prepareStackTrace', formatter);
  }
}
