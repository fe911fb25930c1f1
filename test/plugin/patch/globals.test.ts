import { compile, compileBody } from './compile.ts';

describe('references to the global fetch', () => {
  it('are bound to the cooperative fetch', () => {
    const code = compile(`function marked() {\n  return fetch('/');\n}`);
    expect(code).toBe(
      `import { fetch as _fetch } from "greenlets/web/fetch";\nfunction marked() {\n  return _fetch('/');\n}`,
    );
  });

  it.each(['globalThis', 'window', 'self', 'global'])('are found as %s.fetch', (name) => {
    expect(compileBody(`return ${name}.fetch('/');`)).toBe(`return _fetch('/');`);
  });

  it('are found through constants', () => {
    const code = compile(
      `const { fetch: get } = globalThis;\nconst again = fetch;\nfunction marked() { return [get('/'), again('/')]; }`,
    );
    expect(code).toContain(`return [_fetch('/'), _fetch('/')];`);
  });

  it('are found where marked code destructures the global object', () => {
    expect(compileBody(`const { fetch } = globalThis; return fetch('/');`)).toContain(`return _fetch('/');`);
  });

  it('are found as shorthand properties', () => {
    expect(compileBody(`return { fetch };`)).toMatch(/fetch: _fetch/);
  });

  it('are left alone where the name is shadowed', () => {
    expect(compileBody(`function marked2(fetch) { return fetch('/'); }`)).toContain(`return fetch('/');`);
    expect(compileBody(`const globalThis = {}; return globalThis.fetch('/');`)).toContain(`globalThis.fetch('/')`);
    expect(compileBody(`return fetch('/');`, `import { fetch } from 'undici';`)).toBe(`return fetch('/');`);
  });

  it('are left alone as names of properties, and in feature tests and assignments', () => {
    const body = `if (typeof fetch === 'undefined') globalThis.fetch = other;\nreturn api.fetch('/');`;
    expect(compileBody(body).replace(/^ +/gm, '')).toBe(body);
  });

  it('are left alone in unmarked functions', () => {
    const source = `function plain() {\n  return fetch('/');\n}`;
    expect(compile(source)).toBe(source);
  });
});
