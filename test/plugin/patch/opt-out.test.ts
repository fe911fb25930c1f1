import { compileBody } from './compile.ts';

const IMPORT = `import fs, { readFileSync } from 'fs';`;

describe('the comment @greenlet-original', () => {
  it('keeps the reference that follows it', () => {
    expect(compileBody(`return use(/* @greenlet-original */ fs.statSync('a'), fs.rmSync('a'));`, IMPORT)).toBe(
      `return use(/* @greenlet-original */fs.statSync('a'), _fs.rmSync('a'));`,
    );
  });

  it('keeps the references of the statement that follows it', () => {
    const body = compileBody(`// @greenlet-original\nconst text = readFileSync('a');\nreadFileSync('b');`, IMPORT);
    expect(body).toContain(`const text = readFileSync('a');`);
    expect(body).toContain(`_readFileSync('b');`);
  });

  it('does not reach into the body of the statement that follows it', () => {
    const body = compileBody(`// @greenlet-original\nif (fs.existsSync('a')) { fs.rmSync('a'); }`, IMPORT);
    expect(body).toContain(`if (fs.existsSync('a'))`);
    expect(body).toContain(`_fs.rmSync('a');`);
  });

  it('keeps what an import declaration or one of its names binds', () => {
    expect(compileBody(`fs.rmSync('a');`, `/* @greenlet-original */ ${IMPORT}`)).toBe(`fs.rmSync('a');`);
    const named = compileBody(
      `return fs.rmSync(readFileSync('a'));`,
      `import fs, { /* @greenlet-original */ readFileSync } from 'fs';`,
    );
    expect(named).toBe(`return _fs.rmSync(readFileSync('a'));`);
  });

  it('keeps what a constant binds', () => {
    const constant = `import fs from 'fs';\n/* @greenlet-original */ export const read = fs.readFileSync;`;
    expect(compileBody(`read('a');`, constant)).toBe(`read('a');`);
  });

  it('keeps the global fetch and a dynamic import', () => {
    expect(compileBody(`return [/* @greenlet-original */ fetch];`)).toBe(`return [/* @greenlet-original */fetch];`);
    expect(compileBody(`return /* @greenlet-original */ import('fs');`)).toContain(`import('fs')`);
  });
});
