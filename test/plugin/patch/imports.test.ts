import { transformSync, type NodePath, type types as t } from '@babel/core';
import { patch } from '../../../plugin/2-patch/index.ts';
import { listNodes } from '../../../plugin/syntax/node-list.ts';
import { compile, compileBody } from './compile.ts';

describe('imports of a replaced module', () => {
  it('binds a default import in marked code to the cooperative module', () => {
    const code = compile(`import fs from 'node:fs';\nfunction marked() {\n  return fs.readFileSync('a');\n}`);
    expect(code).toBe(
      [
        `import _fs from "greenlets/node/fs";`,
        `import fs from 'node:fs';`,
        `function marked() {`,
        `  return _fs.readFileSync('a');`,
        `}`,
      ].join('\n'),
    );
  });

  it('binds a namespace import to the namespace', () => {
    const code = compile(`import * as fs from 'fs';\nfunction marked() { return fs.statSync('a'); }`);
    expect(code).toContain(`import * as _fs from "greenlets/node/fs";`);
    expect(code).toContain(`return _fs.statSync('a');`);
  });

  it('binds named and renamed imports to named imports', () => {
    const code = compile(
      `import { readFileSync, statSync as stat } from 'fs';\nfunction marked() { return [readFileSync('a'), stat('a')]; }`,
    );
    expect(code).toContain(`readFileSync as _readFileSync`);
    expect(code).toContain(`statSync as _statSync`);
    expect(code).toContain(`return [_readFileSync('a'), _statSync('a')];`);
  });

  it('treats { default as fs } as the default import', () => {
    expect(compileBody(`fs.rmSync('a');`, `import { default as fs } from 'fs';`)).toBe(`_fs.rmSync('a');`);
  });

  it('imports a replacement once, however many functions use it', () => {
    const code = compile(
      `import fs from 'fs';\nfunction marked1() { fs.rmSync('a'); }\nfunction marked2() { fs.statSync('a'); }`,
    );
    expect(code.match(/greenlets\/node\/fs/g)).toHaveLength(1);
  });

  it('gives the same output for the same input', () => {
    const source = `import fs, { statSync } from 'fs';\nfunction marked() { return [statSync('a'), fs.rmSync, fetch]; }`;
    expect(compile(source)).toBe(compile(source));
  });

  it('avoids names that the file uses', () => {
    const body = compileBody(`return fs.readFileSync(_fs);`, `import fs from 'fs';\nconst _fs = 'a';`);
    expect(body).toBe(`return _fs2.readFileSync(_fs);`);
  });

  it('leaves functions that are not marked on the original', () => {
    const code = compile(
      `import fs from 'fs';\nfunction plain() { return fs.readFileSync('a'); }\nfunction marked() { return fs.readFileSync('a'); }`,
    );
    expect(code).toContain(`function plain() {\n  return fs.readFileSync('a');`);
    expect(code).toContain(`function marked() {\n  return _fs.readFileSync('a');`);
  });

  it('adds nothing to a file without marked code', () => {
    expect(compile(`import fs from 'fs';\nfs.readFileSync('a');`)).not.toContain('greenlets');
  });

  it('follows lexical scope', () => {
    expect(compileBody(`{ const fs = { readFileSync }; fs.readFileSync('a'); }`, `import fs from 'fs';`)).toContain(
      ` fs.readFileSync('a');`,
    );
  });

  it('leaves the members that have no cooperative version', () => {
    const imports = `import fs, { constants, promises } from 'fs';`;
    const body = `return [fs.readFile, fs.promises.readFile('a'), fs.constants.R_OK, constants, promises];`;
    expect(compileBody(body, imports)).toBe(body);
  });

  it('hands out the whole cooperative module where the member is not known', () => {
    expect(compileBody(`return fs[name]('a');`, `import fs from 'fs';`)).toBe(`return _fs[name]('a');`);
    expect(compileBody(`return use(fs);`, `import fs from 'fs';`)).toBe(`return use(_fs);`);
    expect(compileBody(`return { fs };`, `import fs from 'fs';`)).toMatch(/fs: _fs/);
  });

  it('sees through optional chains, string keys and assertions of types', () => {
    expect(compileBody(`return fs?.readFileSync?.('a');`, `import fs from 'fs';`)).toBe(
      `return _fs?.readFileSync?.('a');`,
    );
    expect(compileBody(`return fs['readFileSync']('a');`, `import fs from 'fs';`)).toBe(
      `return _fs['readFileSync']('a');`,
    );
    const code = compile(
      `import fs from 'fs';\nfunction marked() { return (fs as any).readFileSync('a'), fs!.rmSync; }`,
      {
        typescript: true,
      },
    );
    expect(code).toContain(`return _fs.readFileSync('a'), _fs.rmSync;`);
  });

  it('leaves assignments on the original, so that a test can still replace a function there', () => {
    const body = `fs.readFileSync = double;\ndelete fs.readFileSync;\n[fs.readFileSync] = [double];`;
    expect(compileBody(body, `import fs from 'fs';`).replace(/^ +/gm, '')).toBe(body);
  });

  it('leaves exports and re-exports alone', () => {
    const source = `import fs, { readFileSync } from 'fs';\nexport { fs, readFileSync };\nexport default fs;\nexport * from 'fs';`;
    expect(compile(source)).toBe(source);
  });

  it('leaves node:fs/promises alone', () => {
    const body = `return readFile('a');`;
    expect(compileBody(body, `import { readFile } from 'node:fs/promises';`)).toBe(body);
  });

  it('replaces the names of node:timers/promises', () => {
    const body = compileBody(
      `setTimeout(1);\nscheduler.wait(1);`,
      `import { setTimeout, scheduler } from 'node:timers/promises';`,
    );
    expect(body.replace(/^ +/gm, '')).toBe(`_setTimeout(1);\n_scheduler.wait(1);`);
  });

  it('leaves the global setTimeout alone', () => {
    expect(compileBody(`setTimeout(wake, 1);`)).toBe(`setTimeout(wake, 1);`);
  });

  it('replaces the default export of a namespace', () => {
    expect(compileBody(`return fs.default.readFileSync(path);`, `import * as fs from 'fs';`)).toBe(
      `return _fs.readFileSync(path);`,
    );
  });

  it('replaces the module of a dynamic import', () => {
    expect(compileBody(`return import('node:fs');`)).toBe(`return import("greenlets/node/fs");`);
    expect(compile(`function plain() { return import('node:fs'); }`)).toContain(`import('node:fs')`);
  });

  it('are followed through constants of unmarked code that await them', () => {
    expect(
      compileBody(
        `return fs.readFileSync(path) + read(path);`,
        `const fs = await import('node:fs'), { readFileSync: read } = fs;`,
      ),
    ).toBe(`return _fs.readFileSync(path) + _readFileSync(path);`);
    expect(compileBody(`return fs.readFileSync(path);`, `const fs = import('node:fs');`)).toBe(
      `return fs.readFileSync(path);`,
    );
  });
});

describe('imports that are then turned into CommonJS', () => {
  it('find the cooperative module like the original', () => {
    const code = compile(`import fs, { rmSync } from 'fs';\nfunction marked() { fs.statSync('a'); rmSync('a'); }`, {
      commonjs: true,
    });
    expect(code).toMatch(/\(0, _fs\d*\.rmSync\)\('a'\)/);
    expect(code).toMatch(/_fs\d*\.default\.statSync\('a'\)/);
  });
});

describe('imports in TypeScript', () => {
  it('leaves type-only imports and references in types alone', () => {
    const code = compile(
      [
        `import type fs from 'fs';`,
        `import { type Stats, statSync } from 'fs';`,
        `function marked(stat: typeof statSync): Stats { return stat('a'); }`,
        `declare function use(module: typeof fs): void;`,
      ].join('\n'),
      { typescript: true },
    );
    expect(code).toBe(`function marked(stat) {\n  return stat('a');\n}\nexport {};`);
  });

  it('keeps the injected import when preset-typescript drops unused ones', () => {
    const code = compile(`import { statSync } from 'fs';\nfunction marked(): unknown { return statSync('a'); }`, {
      typescript: true,
    });
    expect(code).toContain(`import { statSync as _statSync } from "greenlets/node/fs";`);
  });

  it('handles import = require()', () => {
    const code = compile(`import fs = require('fs');\nfunction marked() { return fs.statSync('a'); }`, {
      typescript: true,
      commonjs: true,
    });
    expect(code).toContain(`return _fs.statSync('a');`);
  });
});

describe('the time that the pass takes', () => {
  it('is linear: it asks about each reference a bounded number of times', () => {
    const uses = Array.from({ length: 300 }, (_, index) => `fs.statSync('${index}');`).join('\n');
    const aliases = Array.from({ length: 300 }, (_, index) => `const fs${index + 1} = fs${index || ''};`).join('\n');
    const isMarked = jest.fn(() => true);
    transformSync(`import fs from 'fs';\n${uses}\n${aliases}`, {
      configFile: false,
      plugins: [
        () => ({
          visitor: {
            Program: (program: NodePath<t.Program>) =>
              patch(program, listNodes(program.node), isMarked, { patch: true, runtime: 'greenlets' }),
          },
        }),
      ],
    });
    expect(isMarked.mock.calls.length).toBeLessThan(5 * 600);
  });
});

describe('the options of the pass', () => {
  it('does nothing with patch: false', () => {
    const source = `import fs from 'fs';\nfunction marked() {\n  return fs.statSync('a');\n}`;
    expect(compile(source, { patch: false })).toBe(source);
  });

  it('adds modules of the user, all of whose exports are replaced', () => {
    const code = compile(
      `import pg, { connect } from 'pg';\nfunction marked() { const { query } = pg; return connect(query); }`,
      { patch: { pg: './green-pg.js' } },
    );
    expect(code).toContain(`connect as _connect`);
    expect(code).toContain(`from "./green-pg.js"`);
    expect(code).toMatch(/const \{\s*query\s*\} = _greenPg/);
    expect(code).toContain(`return _connect(query);`);
  });

  it('lets the user override a module of ours', () => {
    const code = compile(`import fs from 'fs';\nfunction marked() { fs.statSync('a'); }`, { patch: { fs: 'my-fs' } });
    expect(code).toContain(`import _myFs from "my-fs";`);
  });

  it('imports from the package that `runtime` names', () => {
    const code = compile(`function marked() { fetch('a'); }`, { runtime: '@me/greenlets' });
    expect(code).toContain(`from "@me/greenlets/web/fetch"`);
  });
});
