import { ESLint, RuleTester, type Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';
import type plugin from '../../tools/eslint/index.ts';
import { createChecked } from './check/checked.ts';
import type { Project } from './project.ts';

// It looks for the compiler beside itself.
const greenlets = (createRequire(__filename)('../../dist/eslint.cjs') as { default: typeof plugin }).default;
const { rules } = greenlets;
if (rules === undefined) throw new Error('the plugin has no rules');

const IMPORT = `import { sleep, run } from 'greenlets';\n`;
const tester = new RuleTester({ languageOptions: { sourceType: 'module', ecmaVersion: 2024 } });

function found(code: string): { message: RegExp }[] {
  return [{ message: new RegExp(`^${code}: `) }];
}

type Cases = Parameters<typeof tester.run>[2];

const CASES: Record<string, Cases> = {
  'no-misspelt-marks': {
    valid: [`'use greenlet'; f();`, `/** @greenlet */ function f() {}`, `function f() { 'use strict'; }`],
    invalid: [
      {
        code: `function f() { 'use greenlets'; g(); }`,
        output: `function f() { 'use greenlet'; g(); }`,
        errors: found('GREENLETS202'),
      },
      {
        code: `import x from 'x';\n'use greenlet';\nx();\n`,
        output: `'use greenlet';\n\nimport x from 'x';\nx();\n`,
        errors: found('GREENLETS202'),
      },
    ],
  },
  'no-forgotten-marks': {
    valid: [
      `${IMPORT}function f() { 'use greenlet'; sleep(1); }`,
      `'use greenlet';\n${IMPORT}const f = () => sleep(1); sleep(2);`,
      `${IMPORT}function f() { 'use no greenlet'; sleep(1); }`,
      `${IMPORT}/** @greenlet */ class C { field = sleep(1); static { sleep(1); } m() { sleep(1); } }`,
      `import { sleep } from 'elsewhere'; function f() { sleep(1); }`,
      `${IMPORT}function f(sleep) { sleep(1); }`,
      `${IMPORT}export const f = sleep;`,
    ],
    invalid: [
      {
        name: 'leaves a misspelt mark to the rule about those',
        code: `${IMPORT}function f() { 'use greenlets'; sleep(1); }`,
        output: null,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}function f() { sleep(1); }`,
        output: `${IMPORT}function f() { 'use greenlet'; sleep(1); }`,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}function f() {\n  sleep(1);\n  sleep(2);\n}\n`,
        output: `${IMPORT}function f() {\n  'use greenlet';\n  sleep(1);\n  sleep(2);\n}\n`,
        errors: [...found('GREENLETS301'), ...found('GREENLETS301')],
      },
      {
        code: `import { wait as w } from 'greenlets'; const f = async (p) => w(p);`,
        output: `import { wait as w } from 'greenlets'; const f = /** @greenlet */ async (p) => w(p);`,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}const o = { m() { sleep(1); } };`,
        output: `${IMPORT}const o = { m() { 'use greenlet'; sleep(1); } };`,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}export class C { field = sleep(1); }`,
        output: `${IMPORT}/** @greenlet */ export class C { field = sleep(1); }`,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}const C = class { static { sleep(1); } };`,
        output: `${IMPORT}const C = /** @greenlet */ class { static { sleep(1); } };`,
        errors: found('GREENLETS301'),
      },
      {
        code: `${IMPORT}function f() { const g = () => sleep(1); sleep(2); }`,
        output: `${IMPORT}function f() { 'use greenlet'; const g = () => sleep(1); sleep(2); }`,
        errors: [...found('GREENLETS301'), ...found('GREENLETS301')],
      },
      {
        code: `#!/usr/bin/env node\n${IMPORT}sleep(1);`,
        output: `#!/usr/bin/env node\n'use greenlet';\n\n${IMPORT}sleep(1);`,
        errors: found('GREENLETS301'),
      },
    ],
  },
  'no-freezing-calls': {
    valid: [`import { hashSync } from 'bcryptjs'; function f(p) { return hashSync(p, 12); }`],
    invalid: [
      {
        code: `import { hashSync } from 'bcryptjs'; function f(p) { 'use greenlet'; return hashSync(p, 12); }`,
        errors: found('GREENLETS201'),
      },
    ],
  },
  'no-combined-calls': {
    valid: [
      `async function f() { return Promise.all([fetch('a'), fetch('b')]); }`,
      `async function f() { 'use greenlet'; return Promise.all([g('a'), g('b')]); }`,
      `async function f() { 'use greenlet'; return Promise.all([fetch('a')]); }`,
    ],
    invalid: [
      {
        code: `async function f() { 'use greenlet'; return Promise.all([fetch('a'), fetch('b')]); }`,
        errors: found('GREENLETS303'),
      },
    ],
  },
  'no-dropped-run': {
    valid: [`${IMPORT}await run(f);`, `${IMPORT}void run(f);`, `${IMPORT}run(f).catch(g);`, `run(f);`],
    invalid: [{ code: `${IMPORT}run(f);`, errors: found('GREENLETS304') }],
  },
  'no-idle-marks': {
    valid: [`function f(g) { 'use greenlet'; g(); }`],
    invalid: [{ code: `function f() { 'use greenlet'; return 1; }`, errors: found('GREENLETS305') }],
  },
  'no-uncompilable-code': {
    valid: [`function f(code) { return eval(code); }`],
    invalid: [{ code: `function f(code) { 'use greenlet'; return eval(code); }`, errors: found('GREENLETS101') }],
  },
};

describe('greenlets/eslint without types', () => {
  for (const [name, cases] of Object.entries(CASES)) tester.run(name, rules[name] as never, cases);
});

/** Lints files of a project with the types of typescript-eslint. */
function lintTyped(
  project: Project,
  files: string[],
  extended: readonly object[],
  fix: boolean,
): Promise<ESLint.LintResult[]> {
  const overrideConfig = defineConfig({
    files: ['**/*.ts'],
    extends: [...extended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: project.folder } },
  });
  return new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig, fix }).lintFiles(
    files.map((file) => project.path(file)),
  );
}

describe('greenlets/eslint with types', () => {
  const project = createChecked({
    'main.ts': `import { load } from './load.js';\nexport function main(): void {\n  'use greenlet';\n  load();\n}\n`,
    'load.ts': `import { nap } from './nap.js';\nexport function load(): void {\n  nap();\n}\n`,
    'nap.ts': `import { sleep } from 'greenlets';\nexport function nap(): void {\n  'use greenlet';\n  sleep(1);\n}\nsetTimeout(nap, 1);\n`,
  });

  const lint = (fix: boolean): Promise<ESLint.LintResult[]> =>
    lintTyped(project, ['load.ts', 'main.ts', 'nap.ts'], [tseslint.configs.base, greenlets.configs.recommended], fix);

  it('follows calls through the whole program, and corrects what it finds', async () => {
    const messages = (await lint(false)).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line }) => `${filePath.slice(project.folder.length + 1)}:${line} ${ruleId}`),
    );
    expect(messages).toEqual(['load.ts:3 greenlets/no-forgotten-marks', 'nap.ts:6 greenlets/no-borders']);
    const [load] = await lint(true);
    expect(load?.output).toBe(
      `import { nap } from './nap.js';\nexport function load(): void {\n  'use greenlet';\n  nap();\n}\n`,
    );
  });
});

describe('The strict rules of typescript-eslint', () => {
  const SOURCE = `
    import { sleep, spawn } from 'greenlets';
    export async function handle(): Promise<void> {
      'use greenlet';
      spawn(() => sleep(1)).get();
    }`;
  const project = createChecked({ 'main.ts': SOURCE });

  it('leave idiomatic marked code alone with the recommended configuration', async () => {
    const strict = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked];
    const linted = async (own: Linter.Config[]): Promise<(string | null)[]> => {
      const results = await lintTyped(project, ['main.ts'], [...strict, ...own], false);
      return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
    };
    expect(await linted([])).not.toEqual([]);
    expect(await linted([greenlets.configs.recommended])).toEqual([]);
  });
});
