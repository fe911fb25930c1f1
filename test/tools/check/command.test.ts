import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Running } from '../command.ts';
import { createProject } from '../project.ts';
import { check, checkToJson, createChecked } from './checked.ts';

const root = join(__dirname, '../../..');

const FORGOTTEN = `import { run, sleep } from 'greenlets';

function main(): void {
  'use greenlet';
  nap();
}

function nap(): void {
  sleep(10);
}

await run(main);
`;

const CLEAN = FORGOTTEN.replace('sleep(10);', "'use greenlet';\n  sleep(10);");

const TEXT = `1 of 2 functions that may block are marked; 0 borders, 1 forgotten mark

main.ts:9:3 error GREENLETS301: \`nap\` calls \`sleep\`, which may block, and is not marked: put 'use greenlet' first in it, or in its file.
     8 | function nap(): void {
  >  9 |   sleep(10);
       |   ^^^^^^^^^
    10 | }
  the calls:
    main calls nap (main.ts:5:3)
    nap calls sleep (main.ts:9:3)

1 error, 0 warnings, 0 notes; 1 can be corrected by --fix
`;

describe('greenlets check', () => {
  const project = createChecked({ 'main.ts': FORGOTTEN, 'src/clean.ts': CLEAN });

  it('prints how much can wait, what is found, and the calls that lead there', async () => {
    expect(await check(project, 'main.ts')).toEqual({ exitCode: 1, stdout: TEXT, stderr: '' });
  });

  it('succeeds where there is nothing to find, in a folder as well', async () => {
    const { exitCode, stdout } = await check(project, 'src');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('0 borders, 0 forgotten marks\n');
  });

  it('prints JSON', async () => {
    const { findings, summary } = await checkToJson(project);
    expect(summary).toMatchObject({ mayBlock: 4, marked: 3, forgotten: 1, borders: 0, errors: 1 });
    expect(findings).toMatchObject([{ code: 'GREENLETS301', file: 'main.ts', line: 9, column: 3, fixable: true }]);
  });

  it('prints SARIF', async () => {
    const { stdout, exitCode } = await check(project, '--sarif');
    const { version, runs } = JSON.parse(stdout) as { version: string; runs: { results: unknown[] }[] };
    expect({ version, exitCode }).toEqual({ version: '2.1.0', exitCode: 1 });
    const artifactLocation = { uri: 'main.ts' };
    const region = { startLine: 9, startColumn: 3, endLine: 9, endColumn: 12 };
    expect(runs[0]?.results).toMatchObject([
      { ruleId: 'GREENLETS301', level: 'error', locations: [{ physicalLocation: { artifactLocation, region } }] },
    ]);
  });

  it('reads a project without tsconfig.json, in JavaScript', async () => {
    const script = `const { sleep } = require('greenlets');\nexports.nap = () => sleep(1);\n`;
    const plain = createChecked({ 'main.cjs': script }, null);
    const { findings } = await checkToJson(plain);
    expect(findings).toMatchObject([{ code: 'GREENLETS301', file: 'main.cjs', line: 2 }]);
  });

  it('looks at the projects that a tsconfig.json without files refers to, and at those that they refer to', async () => {
    const project = createChecked(
      {
        'app/main.ts': FORGOTTEN,
        'app/tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2023" } }',
        'packages/tsconfig.json': '{ "files": [], "references": [{ "path": "./a" }, { "path": ".." }] }',
        'packages/a/a.ts': FORGOTTEN,
        'packages/a/tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "target": "es2023" } }',
      },
      `{
        // As of Vite's templates.
        "files": [],
        "references": [{ "path": "./app/tsconfig.json" }, { "path": "./packages" }, { "path": "./missing" }],
      }`,
    );
    const { findings } = await checkToJson(project);
    expect(findings.map(({ file }) => file).sort()).toEqual(['app/main.ts', 'packages/a/a.ts']);
  });

  it('looks at packages of a workspace that are imported by their names', async () => {
    const project = createChecked({
      'main.ts': `import { pause } from '@m/util';\nexport function f(): void {\n  pause();\n}\n`,
      'packages/util/package.json': '{ "name": "@m/util", "type": "module", "exports": "./index.ts" }',
      'packages/util/index.ts': `import { sleep } from 'greenlets';\nexport function pause(): void {\n  sleep(1);\n}\n`,
    });
    mkdirSync(project.path('node_modules/@m'), { recursive: true });
    symlinkSync(project.path('packages/util'), project.path('node_modules/@m/util'));
    const { findings } = await checkToJson(project, 'main.ts', 'packages');
    expect(findings.map(({ code, file, line }) => `${code} ${file}:${line}`).sort()).toEqual([
      'GREENLETS301 main.ts:3',
      'GREENLETS301 packages/util/index.ts:3',
    ]);
  });

  it.each([
    ['by its name', '@m/util', 'nodenext'],
    ['by its name, for a bundler', '@m/util', 'bundler'],
    ['by the path of what is written', '../../util/dist/index.js', 'nodenext'],
    ['by the path of its sources', '../../util/src/index.js', 'nodenext'],
  ])(
    'looks at the sources of a project that is referred to and imported %s, built or not',
    async (_, name, resolution) => {
      const module = resolution === 'bundler' ? 'esnext' : resolution;
      const options = `"module": "${module}", "moduleResolution": "${resolution}", "target": "es2023", "strict": true, "types": []`;
      const config = (more: string): string =>
        `{ "compilerOptions": { ${options}, "composite": true, "rootDir": "src", "outDir": "dist" }, "include": ["src"]${more} }`;
      const project = createChecked(
        {
          'app/package.json': '{ "name": "@m/app", "type": "module" }',
          'app/tsconfig.json': config(', "references": [{ "path": "../util" }]'),
          'app/src/main.ts': `import { pause } from '${name}';\nexport function f(): void {\n  pause();\n}\n`,
          'util/package.json':
            '{ "name": "@m/util", "type": "module", "types": "./dist/index.d.ts", "exports": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } }',
          'util/tsconfig.json': config(''),
          'util/src/index.ts': `import { sleep } from 'greenlets';\nexport function pause(): void {\n  sleep(1);\n}\n`,
        },
        '{ "files": [], "references": [{ "path": "./app" }, { "path": "./util" }] }',
      );
      mkdirSync(project.path('node_modules/@m'), { recursive: true });
      symlinkSync(project.path('util'), project.path('node_modules/@m/util'));
      const expected = ['GREENLETS301 app/src/main.ts:3', 'GREENLETS301 util/src/index.ts:3'];
      const found = async (...args: string[]): Promise<string[]> => {
        const { findings } = await checkToJson(project, ...args);
        return findings.map(({ code, file, line }) => `${code} ${file}:${line}`).sort();
      };
      expect(await found()).toEqual(expected);
      expect(await found('--tsconfig', 'app/tsconfig.json')).toEqual(expected);
      mkdirSync(project.path('util/dist'));
      writeFileSync(project.path('util/dist/index.d.ts'), 'export declare function pause(): void;\n');
      writeFileSync(project.path('util/dist/index.js'), 'export function pause() {}\n');
      expect(await found()).toEqual(expected);
    },
  );

  it.each([
    [['empty'], 'empty'],
    [['empty', 'types.d.ts', 'data.json'], 'empty, types.d.ts, data.json'],
    [['--tsconfig', 'empty.json'], 'the project of empty.json'],
  ])('refuses %j, where there is nothing to look at', async (args, where) => {
    const project = createChecked({
      'empty/readme.md': '',
      'types.d.ts': 'declare const x: number;',
      'data.json': '{}',
      'empty.json': '{ "files": ["types.d.ts"] }',
      'main.ts': CLEAN,
    });
    expect(await check(project, ...args)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: found no file to check in ${where}\n`,
    });
  });

  it.each([
    [['missing.ts'], 'error: cannot find missing.ts\n'],
    [['--tsconfig', 'missing.json'], 'error: cannot find missing.json\n'],
  ])('refuses %j', async (args, stderr) => {
    expect(await check(project, ...args)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('says how to install the type checker where there is none', async () => {
    const bare = createProject({ 'main.js': '' });
    const folder = bare.path('node_modules/greenlets');
    mkdirSync(folder, { recursive: true });
    for (const name of ['dist', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
    const { outcome } = new Running([join(folder, 'dist/cli.mjs'), 'check'], bare.folder);
    expect(await outcome).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: check needs the package ts-morph: npm install --save-dev ts-morph\n',
    });
  });
});

const BEFORE = `#!/usr/bin/env node
import { sleep, run } from "greenlets";

function one() { return sleep(1); }
const two = () => one();
class C {
	method() {

		// why
		two();
	}
}
// @greenlet
function three() {
	return [1].map((x) => sleep(x));
}
function four() {
	const x = 1;
	"use greenlet";
	sleep(x);
}
await run(() => new C().method());
console.log(three, four);
`;

const AFTER = `#!/usr/bin/env node
import { sleep, run } from "greenlets";

function one() { "use greenlet"; return sleep(1); }
const two = /** @greenlet */ () => one();
class C {
	method() {
		"use greenlet";

		// why
		two();
	}
}
/** @greenlet */
function three() {
	return [1].map((x) => sleep(x));
}
function four() {
	"use greenlet";
	const x = 1;
	sleep(x);
}
await run(/** @greenlet */ () => new C().method());
console.log(three, four);
`;

describe('greenlets check --fix', () => {
  const project = createChecked({
    'main.js': BEFORE,
    'file.js': `import { sleep } from 'greenlets'\n'use greenlet'\n\nexport function f() {\n  return sleep(1)\n}\n`,
  });
  const read = (file: string): string => readFileSync(project.path(file), 'utf8');

  it('adds and corrects marks, as the file is written', async () => {
    const { stdout, exitCode } = await check(project, '--fix', '.');
    expect(read('main.js')).toBe(AFTER);
    expect(read('file.js')).toBe(
      `'use greenlet'\n\nimport { sleep } from 'greenlets'\n\nexport function f() {\n  return sleep(1)\n}\n`,
    );
    expect({ stdout, exitCode }).toEqual({
      exitCode: 0,
      stdout: '8 of 8 functions that may block are marked; 0 borders, 0 forgotten marks\n\n2 files changed\n',
    });
  });

  it('leaves what is right alone', async () => {
    expect((await check(project, '--fix', '.')).stdout).toContain('0 files changed');
    expect(read('main.js')).toBe(AFTER);
  });
});

describe('greenlets check --fix', () => {
  it('marks the file of a top level, and the class of a field', async () => {
    const project = createChecked({
      'top.js': `import { sleep } from 'greenlets';\n\nsleep(1);\n`,
      'field.js': `import { sleep } from 'greenlets';\n\nexport class C {\n  x = sleep(1);\n}\n`,
    });
    await check(project, '--fix', '.');
    expect(readFileSync(project.path('top.js'), 'utf8')).toMatch(/^'use greenlet';\n\nimport /);
    expect(readFileSync(project.path('field.js'), 'utf8')).toContain('\n/** @greenlet */ export class C {');
  });
});

describe('greenlets check --fix of what is hard to mark', () => {
  it.each([
    [
      'a module of CommonJS in TypeScript',
      'main.cts',
      `import g = require('greenlets');\nexport = function () { g.sleep(1); };\n`,
      `export = function () { 'use greenlet'; g.sleep(1); };`,
    ],
    [
      'an arrow with type parameters',
      'main.ts',
      `import { sleep } from 'greenlets';\nexport const f = <T,>(x: T) => (sleep(1), x);\n`,
      `export const f = /** @greenlet */ <T,>(x: T) => (sleep(1), x);`,
    ],
  ])('marks %s once, and knows it then', async (_, file, source, marked) => {
    const project = createChecked({ [file]: source });
    const { stdout, exitCode } = await check(project, '--fix');
    expect(readFileSync(project.path(file), 'utf8').split('\n')[1]).toBe(marked);
    expect(stdout).toContain('1 of 1 function that may block is marked; 0 borders, 0 forgotten marks');
    expect(exitCode).toBe(0);
    expect((await check(project, '--fix')).stdout).toContain('0 files changed');
  });

  it('inserts no mark twice where the compiler cannot read the file', async () => {
    const source = `import { sleep } from 'greenlets';\nconst x: number = await<number>1;\nexport function f() { 'use greenlet'; sleep(1); }\n@@ 1;\n`;
    const project = createChecked({ 'main.ts': source });
    await check(project, '--fix');
    expect(readFileSync(project.path('main.ts'), 'utf8')).toBe(source);
  });
});

const MAIN = `import { query } from './library.js';
import { Client } from './promising.js';

export function main() {
  'use greenlet';
  return [query('x'), load()];
}
function load() {
  const client = new Client();
  return client.get('y');
}
`;

describe('greenlets check counts what the option patch', () => {
  const project = createChecked({
    'main.js': MAIN,
    'library.js': `export const query = async (sql) => sql;\n`,
    'replacement.js': `import { sleep } from 'greenlets';\nexport function query(sql) { sleep(1); return sql; }\n`,
    'promising.js': `export class Client { async get(key) { return key; } }\n`,
  });
  const where = async (...args: string[]): Promise<string[]> => {
    const { findings } = await checkToJson(project, ...args);
    return findings.map(({ code, file, line }) => `${code} ${file}:${line}`);
  };

  it('puts in the place of a module', async () => {
    const { summary } = await checkToJson(project, 'main.js', '--patch', './library.js=./replacement.js');
    expect(summary).toMatchObject({ mayBlock: 1, marked: 1 });
    expect((await checkToJson(project, 'main.js')).summary).toMatchObject({ mayBlock: 0 });
  });

  it('shows through a view, in marked code', async () => {
    expect(await where('main.js', '--green', './promising.js')).not.toContain('GREENLETS305 main.js:4');
    const marked = await checkToJson(project, 'main.js', '--mark', 'all', '--green', './promising.js');
    expect(marked.summary).toMatchObject({ mayBlock: 2, marked: 2 });
  });
});
