import { compile } from '../support/compile.ts';

function compileTopLevel(source: string): string {
  return compile(`'use greenlet';\n${source}`);
}

describe('references of a marked top level', () => {
  it('are found through its constants', () => {
    const code = compileTopLevel(`import { readFileSync } from 'fs';\nconst read = readFileSync;\nshow(read('a'));`);
    expect(code).toContain('_readFileSync');
    expect(code).toMatch(/read = _readFileSync|_readFileSync\('a'\)/);
    expect(code).not.toMatch(/[^_]readFileSync;/);
  });

  it('are found where it takes a module apart', () => {
    const code = compileTopLevel(`const { once, on } = require('events');\nshow(once(a, 'b'), on(a, 'b'));`);
    expect(code).toContain('from "greenlets/node/events"');
    expect(code).toMatch(/_once\(\w+, 'b'\)/);
    expect(code).toMatch(/ on\(\w+, 'b'\)/);
  });

  it('are found in its functions', () => {
    const code = compileTopLevel(`const { wait } = Atomics;\nexport const f = () => wait(a, 0, 0);`);
    expect(code).toMatch(/_wait\(\w+, 0, 0\)/);
  });
});
