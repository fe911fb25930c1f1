import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { greenlets } from './command.ts';
import { createProject, ES_MODULES, type Project } from './project.ts';

interface Report {
  isPlain: boolean;
  profile: {
    elapsed: number;
    waits: { call: string; count: number; stack: { functionName: string; file: string; line: number }[] }[];
    freezes: { call: string; count: number; stack: { functionName: string; line: number }[] }[];
    predictions: { greenlets: number; elapsed: number }[];
  };
  cpu: { total: number; functions: { functionName: string; file: string; line: number; ms: number }[] };
  marks: { idle: { text: string; line: number; neverCalled: boolean }[]; waiting: { functionName: string }[] };
}

/** Runs a program, which must end well; returns what was printed and the report. */
async function profile(project: Project, file: string, ...args: string[]): Promise<{ text: string; report: Report }> {
  const { exitCode, stderr } = await greenlets(project, 'profile', '--json', 'out.json', file, ...args);
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  return { text: stderr, report: JSON.parse(readFileSync(project.path('out.json'), 'utf8')) as Report };
}

const MARKED = `
import { sleep } from 'greenlets';

function download(ms: number): void {
  'use greenlet';
  return sleep(ms);
  // It has nothing left to do, and is shown all the same.
}

function unused(): void {
  'use greenlet';
  sleep(1);
}

function compute(until: number): void {
  while (performance.now() < until);
}

export default function main(): void {
  'use greenlet';
  for (let i = 0; i < 5; i++) download(20);
  compute(performance.now() + 300);
  if (process.argv[2] === 'never') unused();
}
`;

describe('greenlets profile', () => {
  it('tells where a program waits and computes, in its source, and which marks were of no use', async () => {
    const project = createProject({
      ...ES_MODULES,
      'work.ts': MARKED,
      'main.ts': `import { run } from 'greenlets';\nimport main from './work.ts';\nawait run(main);\n`,
    });
    const { text, report } = await profile(project, 'main.ts', 'now');
    expect(report.isPlain).toBe(false);
    const [site] = report.profile.waits;
    expect(site).toMatchObject({
      call: 'sleep()',
      count: 5,
      stack: [
        { functionName: 'download', line: 6 },
        { functionName: 'main', line: 21 },
      ],
    });
    expect(site?.stack[0]?.file).toMatch(/work\.ts$/);
    expect(report.cpu.functions[0]).toMatchObject({ functionName: 'compute', line: 15 });
    expect(report.marks.idle).toMatchObject([{ text: 'function unused(): void', line: 10, neverCalled: true }]);
    const [two] = report.profile.predictions;
    expect(two?.greenlets).toBe(2);
    expect(two?.elapsed).toBeLessThan(report.profile.elapsed);

    expect(text).toContain('main.ts took ');
    expect(text).toMatch(/^ {2}sleep\(\): .*\n {6}at download \(work\.ts:6:\d+\)\n {6}at main \(work\.ts:21:\d+\)$/m);
    expect(text).toContain(
      'Marks where nothing waited in this run:\n  function unused(): void (work.ts:10), never called\n',
    );
  });

  it('tells marks that were never called from those in which nothing waited, whatever is marked', async () => {
    const forms = (name: string): string =>
      `
      export function ${name}1(ask) { 'use greenlet'; return ask(); }
      export const ${name}2 = (ask) => { 'use greenlet'; return ask(); };
      export async function ${name}3(ask) { 'use greenlet'; return await ask(); }
      export function* ${name}4(ask) { 'use greenlet'; yield ask(); }
      export async function* ${name}5(ask) { 'use greenlet'; yield ask(); }
      export const ${name}6 = { method(ask) { 'use greenlet'; return ask(); } }.method;
      /** @greenlet */
      class ${name}Class { method(ask) { return ask(); } get size() { return 1; } }
      export const ${name}7 = (ask) => new ${name}Class().method(ask);
      export const ${name}8 = ([first], { ask = first } = {}) => { 'use greenlet'; return ask(); };
      `.replace(/^ {6}/gm, '');
    const project = createProject({
      ...ES_MODULES,
      'forms.js': forms('used') + forms('unused'),
      'main.js': `
        import * as forms from './forms.js';
        const ask = () => 1;
        const used = Object.entries(forms).filter(([name]) => name.startsWith('used'));
        for (const [name, form] of used) {
          const result = name === 'used8' ? form([ask]) : form(ask);
          if (name === 'used4') [...result];
          if (name === 'used5') for await (const _ of result);
        }`,
    });
    const { report } = await profile(project, 'main.js');
    // The third has waited: for its `await`.
    const lines = { called: [] as number[], never: [] as number[] };
    for (const { line, neverCalled } of report.marks.idle) lines[neverCalled ? 'never' : 'called'].push(line);
    expect(lines).toEqual({ called: [2, 3, 5, 6, 7, 9, 11], never: [13, 14, 15, 16, 17, 18, 20, 22] });
  });

  it.each([
    ['main.cjs', `const { execFileSync } = require('node:child_process');`],
    ['main.mjs', `import { execFileSync } from 'node:child_process';`],
  ])('sees what the top level of a program without marks waits for: %s', async (file, imports) => {
    const project = createProject({
      [file]: `${imports}\nfor (let i = 0; i < 3; i++) execFileSync(process.execPath, ['-e', '']);\n`,
    });
    const { report } = await profile(project, file);
    expect(report.isPlain).toBe(true);
    const { waits, freezes } = report.profile;
    expect([...waits, ...freezes]).toMatchObject([
      { call: 'child_process.execFileSync()', count: 3, stack: [{ line: 2 }] },
    ]);
  });

  it('runs a program without marks although its top level cannot be marked', async () => {
    const project = createProject({ 'main.cjs': `var x = 1;\nconsole.log(eval('x + 1'));\n` });
    const { exitCode, stdout } = await greenlets(project, 'profile', 'main.cjs');
    expect([exitCode, stdout]).toEqual([0, '2\n']);
  });

  it('takes all functions of a program without marks as marked, and names those that it would need', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import { setTimeout as delay } from 'node:timers/promises';
        async function load(ms) {
          await delay(ms);
        }
        async function main() {
          for (let i = 0; i < 3; i++) await load(10);
        }
        await main();`,
    });
    const { text, report } = await profile(project, 'main.js');
    expect(report.isPlain).toBe(true);
    expect(report.profile.waits).toContainEqual(expect.objectContaining({ call: 'setTimeout()', count: 3 }));
    expect(report.marks.waiting.map(({ functionName }) => functionName)).toEqual(
      expect.arrayContaining(['load', 'main']),
    );
    expect(text).toContain('Nothing in it is marked, so all of its functions were taken as marked.');
  });

  it('tells which calls outside greenlets hold up the process', async () => {
    const project = createProject({
      'main.cjs': `
        const { readFileSync } = require('node:fs');
        function read() {
          return readFileSync(__filename, 'utf8');
        }
        for (let i = 0; i < 7; i++) read();`,
    });
    const { report } = await profile(project, 'main.cjs');
    expect(report.profile.freezes).toMatchObject([
      { call: 'fs.readFileSync()', count: 7, stack: [{ functionName: 'read', line: 4 }, { line: 6 }] },
    ]);
  });

  it('does not take the time for computing in which a call holds up the process', async () => {
    const project = createProject({
      'main.cjs': `
        const { execFileSync } = require('node:child_process');
        function wait() { execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 1000)']); }
        wait();`,
    });
    const { text, report } = await profile(project, 'main.cjs');
    expect(report.profile.freezes).toMatchObject([{ call: 'child_process.execFileSync()', count: 1 }]);
    const wait = report.cpu.functions.find(({ functionName }) => functionName === 'wait')?.ms ?? 0;
    expect(wait).toBeLessThan(500);
    expect(text).toMatch(/^main\.cjs took [^.]*\.?[^.]*\. It had no greenlets\.$/m);
  });

  it('says that a program never waited instead of predicting what greenlets would bring', async () => {
    const project = createProject({ 'main.cjs': `console.log(1 + 1);` });
    const { text } = await profile(project, 'main.cjs');
    expect(text).toContain('It had no greenlets.\n');
    expect(text).toContain('\n\nGreenlets at the same time would not make it faster: it never waited.\n\n');
    expect(text).not.toMatch(/at best|slices|1\.0x/);
  });

  it('writes a page that needs nothing else, and in which the texts of the program are only texts', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        'use greenlet';
        import { sleep } from 'greenlets';
        const names = { ['<b>&']() { sleep(1); } };
        names['<b>&']();`,
    });
    const { exitCode } = await greenlets(project, 'profile', '--html', 'out.html', 'main.js');
    expect(exitCode).toBe(0);
    const page = readFileSync(project.path('out.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(page).toContain('Profile of main.js');
    expect(page).not.toMatch(/<b>&|<script|<link|https?:\/\//);
  });

  it('writes where the command was started, wherever the program goes', async () => {
    const code = "import { sleep } from 'greenlets'; sleep(1); process.chdir('elsewhere');";
    const project = createProject({ ...ES_MODULES, 'main.js': `'use greenlet';\n${code}`, 'elsewhere/file': '' });
    const { text, report } = await profile(project, 'main.js');
    expect(text).toMatch(/^\s+at .*\(main\.js:\d+:\d+\)$/m);
    expect(report.profile.waits).toHaveLength(1);
    expect(readdirSync(project.path('elsewhere'))).toEqual(['file']);
  });

  it('leaves an older profile as it is where the program is killed', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': "process.kill(process.pid, 'SIGKILL');",
      'out.json': '{}',
    });
    await greenlets(project, 'profile', '--json', 'out.json', '--html', 'new.html', 'main.js');
    expect(readFileSync(project.path('out.json'), 'utf8')).toBe('{}');
    expect(existsSync(project.path('new.html'))).toBe(false);
  });

  it('refuses a file that it cannot write before the program runs', async () => {
    const project = createProject({ ...ES_MODULES, 'main.js': 'console.log("ran");' });
    const outcome = await greenlets(project, 'profile', '--json', 'no/such/folder.json', 'main.js');
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toContain('error: cannot write no/such/folder.json');
  });
});
