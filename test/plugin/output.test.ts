import { compile } from './support/compile.ts';

/** `depth` statements, each in the one before. */
function nested(depth: number, open: (level: number) => string, inner: string, close = '}'): string {
  const levels = Array.from({ length: depth }, (_, level) => level);
  return `${levels.map(open).join('')}${inner}${close.repeat(depth)}`;
}

const SHAPES: Record<string, (depth: number) => string> = {
  functions: (depth) =>
    nested(depth, (level) => `function f${level}(a${level}) { "use greenlet"; g(a${level});`, 'h(a0);'),
  arrows: (depth) => nested(depth, (level) => `use((a${level}) => { "use greenlet"; g(a${level});`, 'h(a0);', '});'),
  loops: (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `for (let i${level} = 0; i${level} < g(n); i${level}++) {`, 'h(n);')} }`,
  'loops over iterables': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `for (const i${level} of g(n)) {`, 'h(n);')} }`,
  conditions: (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `if (g(${level})) { i(n); } else {`, 'h(n);')} }`,
  'try statements': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, () => 'try { g(n); } catch (e) { i(e); } finally {', 'h(n);')} }`,
  'try with finally around loops': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, () => 'try { for (const x of g(n)) { h(x); } } finally {', 'h(n);')} }`,
  'try blocks in try blocks': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, () => 'try {', 'h(n);', '} catch (e) { i(e); } finally { g(n); }')} }`,
  switches: (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `switch (g(n)) { case h(${level}): i(n); break; default:`, 'h(n);')} }`,
  'classes with fields that block': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `class C${level} { x = g(n); static y = h(n); m() { g();`, 'h();', '} }')} }`,
  generators: (depth) => nested(depth, (level) => `function* f${level}(a) { "use greenlet"; yield g(a);`, 'yield h();'),
  'async functions': (depth) =>
    nested(depth, (level) => `async function f${level}(a) { "use greenlet"; await g(a);`, 'await h();'),
  'resources in blocks': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `{ using r${level} = g(n);`, 'h(n);')} }`,
  'closures of loops': (depth) =>
    `function f(n) { "use greenlet"; ${nested(depth, (level) => `for (let i${level} = g(n); i${level} < 3; i${level}++) { k(() => i${level});`, 'h(n);')} }`,
  classes: (depth) => nested(depth, (level) => `class C${level} { m() { "use greenlet"; g();`, 'h();', '} }'),
  arguments: (depth) => `function f(n) { "use greenlet"; return ${nested(depth, () => 'g(n, ', 'h()', ')')}; }`,
  'optional chains': (depth) => `function f(n) { "use greenlet"; return n${'?.g(n)'.repeat(depth)}; }`,
  'default parameters': (depth) =>
    `function f(n) { "use greenlet"; return ${nested(depth, (level) => `(a${level} = g(), `, 'h()', ')')}; }`,
};

/** How many times as long as its source the output may be: where the source says little, a class becomes four functions. */
function mostLength(name: string): number {
  if (name === 'classes with fields that block') return 45;
  // Each link brings the message that the engine would give if its method were none.
  return name === 'optional chains' ? 33 : 30;
}

describe('The output', () => {
  it.each(Object.entries(SHAPES))('is linear in the size of nested %s', (_, shape) => {
    const sizes = [6, 12, 24].map((depth) => compile(shape(depth), {}, { compact: true }).length);
    const [small = 0, medium = 0, large = 0] = sizes;
    // Twice the nesting twice the growth: longer numbers and names are allowed for, another copy a level is not.
    expect((large - medium) / (medium - small)).toBeLessThan(2.6);
  });

  it.each(Object.entries(SHAPES))('is at most some times as long as the source: nested %s', (name, shape) => {
    const source = shape(12);
    expect(compile(source, {}, { compact: true }).length).toBeLessThan(mostLength(name) * source.length);
  });

  it.each(Object.entries(SHAPES))('is the same for the same input: nested %s', (_, shape) => {
    const source = shape(5);
    expect(compile(source)).toBe(compile(source));
  });

  it('does not depend on the name of the file, or on what was compiled before', () => {
    const source = 'const f = () => { "use greenlet"; return g() + h(); };';
    const first = compile(source, {}, { filename: '/a.js' });
    compile('function other() { "use greenlet"; return other() + 1; }');
    expect(compile(source, {}, { filename: '/b.js' })).toBe(first);
  });

  it('avoids the names that the program uses', () => {
    const code = compile(
      'function f(link, pc, frame, result) { "use greenlet"; suspend: for (;;) { if (g(link)) break suspend; } return [pc, frame, result, h()]; }',
    );
    expect(code).toMatch(/import \{.*link as link_\d.*\} from "greenlets\/internal"/);
    expect(code).toContain('if (link_1.to !== f)');
  });

  it('keeps the names of the source, and the comments between functions', () => {
    const code = compile(`
      // What it is for.
      function read(path) {
        "use greenlet";
        const text = open(path);
        return text.length;
      }
    `);
    expect(code).toContain('// What it is for.');
    expect(code).toContain('function read(path) {');
    expect(code).toContain('text = result;');
    expect(code).toContain('return text.length;');
  });
});

describe('a chain of a thousand `else if`', () => {
  it('compiles', () => {
    const links = Array.from({ length: 1000 }, (_, index) => `if (n === ${index}) g(${index}); else `).join('');
    expect(compile(`function f(n) { "use greenlet"; ${links} h(n); }`)).toContain('h(n)');
  });
});
