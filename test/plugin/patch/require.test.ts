import { compile } from './compile.ts';

function compileScript(source: string): string {
  return compile(source, { sourceType: 'script' });
}

describe('require of a replaced module', () => {
  it('binds a module-level constant in marked code to the cooperative module', () => {
    const code = compileScript(`const fs = require('fs');\nfunction marked() {\n  return fs.readFileSync('a');\n}`);
    expect(code).toBe(
      [
        `var _fs = require("greenlets/node/fs");`,
        `const fs = require('fs');`,
        `function marked() {`,
        `  return _fs.readFileSync('a');`,
        `}`,
      ].join('\n'),
    );
  });

  it('binds destructured and renamed functions', () => {
    const code = compileScript(
      `const { readFileSync, statSync: stat } = require('node:fs');\nfunction marked() { return [readFileSync('a'), stat('a')]; }`,
    );
    expect(code).toContain(`var _readFileSync = require("greenlets/node/fs").readFileSync;`);
    expect(code).toContain(`return [_readFileSync('a'), _statSync('a')];`);
  });

  it('follows constants that hold a function of the module', () => {
    const code = compileScript(
      `var fs = require('fs');\nvar read = fs.readFileSync;\nconst again = read;\nconst { rmSync } = fs;\n` +
        `function marked() { return [read('a'), again('a'), rmSync('a')]; }`,
    );
    expect(code).toContain(`return [_readFileSync('a'), _readFileSync('a'), _rmSync('a')];`);
  });

  it('follows require("fs").readFileSync', () => {
    const code = compileScript(`const read = require('fs').readFileSync;\nfunction marked() { return read('a'); }`);
    expect(code).toContain(`return _readFileSync('a');`);
  });

  it('keeps the shape of declarations within marked code', () => {
    const code = compileScript(
      `function marked() {\n  const {\n    readFileSync: read\n  } = require('fs');\n  return read('a');\n}`,
    );
    expect(code).toContain(`  const {\n    readFileSync: read\n  } = _fs;\n  return read('a');`);
  });

  it('follows a constant of marked code that an unmarked reference needs in the original', () => {
    const code = compileScript(
      `function marked() { const fs = require('fs'); function plain() { return fs.statSync('a'); } return fs.rmSync('a'); }`,
    );
    expect(code).toContain(`const fs = require('fs');`);
    expect(code).toContain(`return fs.statSync('a');`);
    expect(code).toContain(`return _fs.rmSync('a');`);
  });

  it('replaces the call itself where its value is not a constant', () => {
    expect(compileScript(`function marked() { return require('fs').statSync('a'); }`)).toContain(
      `return _fs.statSync('a');`,
    );
    expect(compileScript(`let fs;\nfunction marked() { fs = require('fs'); }`)).toContain(`fs = _fs;`);
    expect(compileScript(`function marked() { const { statSync, ...rest } = require('fs'); }`)).toContain(`} = _fs;`);
  });

  it('does not trust a variable that is assigned again', () => {
    const source = `var fs = require('fs');\nfs = double;\nfunction marked() {\n  return fs.statSync('a');\n}`;
    expect(compileScript(source)).toBe(source);
  });

  it('leaves members without a cooperative version', () => {
    const source = `const {\n  readFile\n} = require('fs');\nfunction marked() {\n  const {\n    promises\n  } = require('fs');\n  return readFile('a');\n}`;
    expect(compileScript(source)).toBe(source);
  });

  it('leaves the calls of a require that is not the global one', () => {
    const source = `function marked(require) {\n  return require('fs').statSync('a');\n}`;
    expect(compileScript(source)).toBe(source);
  });
});

describe('require of a replaced module by way of the helper of a compiler', () => {
  it.each([
    '__importDefault',
    'tslib_1.__importDefault',
    '_interopRequireDefault',
    '_interop_require_default',
    '__toESM',
  ])('binds the default export: %s', (helper) => {
    const code = compileScript(
      `const fs_1 = ${helper}(require('node:fs'));\nfunction marked() { return fs_1.default.readFileSync('a'); }`,
    );
    expect(code).toContain(`return _fs.readFileSync('a');`);
    expect(code).toContain(`const fs_1 = ${helper}(require('node:fs'));`);
    expect(code).toContain(`require("greenlets/node/fs").default;`);
  });

  it.each(['__importStar', '_interopRequireWildcard', '_interop_require_wildcard', '__toESM'])(
    'binds named exports: %s',
    (helper) => {
      const code = compileScript(
        `const fs = ${helper}(require('fs'));\nfunction marked() { return [fs.readFileSync('a'), fs.promises, fs.default.statSync('a')]; }`,
      );
      expect(code).toContain(`return [_fs.readFileSync('a'), fs.promises, _fs2.statSync('a')];`);
    },
  );

  it('leaves what any other function makes of it', () => {
    const source = `const fs = wrap(require('fs'));\nfunction marked() {\n  return fs.default.readFileSync('a');\n}`;
    expect(compileScript(source)).toContain(`return fs.default.readFileSync('a');`);
  });
});
