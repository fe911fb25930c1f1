/**
 * The benchmarks: `npm run bench -- [--filter NAME] [--json FILE] [--page FILE] [--from FILE]... [--node PATH] [--quick]`
 *
 * --page renders the results as Markdown, with charts in a folder beside it; --from takes results that --json wrote
 * instead of measuring (those of the second file and on, from other versions of Node, only appear in the table of
 * targets); --quick tries a part of the cases, without care for the numbers.
 */
import { fork, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { listCases } from './cases/index.ts';
import { renderPage } from './report/page.ts';
import { renderCase, renderSummary } from './report/table.ts';
import type { CaseName, Effort, Measured, Report } from './types.ts';

const THOROUGH: Effort = { rounds: 7, warmUp: 2, time: 50, quick: false };
const QUICK: Effort = { rounds: 1, warmUp: 0, time: 1, quick: true };

/** One or two cases of every row. */
const QUICK_CASES = new Set([
  'queens',
  'mustache',
  'tokenizer, once per 64 KB',
  'mustache, partials from disk',
  'raw switch, depth 10',
  'stack of 10 frames',
  'sleep(0), two greenlets',
  'spawn and join 100,000',
  'parked, 100,000',
  'semaphore of 10',
  'queue, one to one',
  'HTTP server',
  'switch in other languages',
  'mustache, time',
  'mustache, size',
  'timers',
]);

const { values: options } = parseArgs({
  options: {
    filter: { type: 'string', default: '' },
    json: { type: 'string' },
    page: { type: 'string' },
    from: { type: 'string', multiple: true },
    node: { type: 'string', default: process.execPath },
    quick: { type: 'boolean', default: false },
  },
});

const [report = await measureAll(), ...others] = (options.from ?? []).map(readReport);
console.log(options.quick ? `\nTried ${report.cases.length} cases.` : renderSummary(report));
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.page !== undefined) await writePage(options.page);

function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

async function measureAll(): Promise<Report> {
  const cases: Measured[] = [];
  for (const benchmark of await selectCases()) {
    const measured = await runChild(benchmark);
    console.log(renderCase(measured));
    cases.push(measured);
  }
  return { ...describeMachine(options.node), cases };
}

async function writePage(file: string): Promise<void> {
  const folder = file.replace(/\.md$/, '');
  const { text, images } = renderPage(report, basename(folder), others);
  mkdirSync(folder, { recursive: true });
  for (const [name, image] of images) writeFileSync(join(folder, name), image);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

async function selectCases(): Promise<CaseName[]> {
  const found = await listCases(options.filter);
  return options.quick ? found.filter(({ name }) => QUICK_CASES.has(name)) : found;
}

/** @throws {Error} if the child ends without a result */
async function runChild(benchmark: CaseName): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), {
    execPath: options.node,
    // Enough for a million of anything.
    execArgv: ['--max-old-space-size=16000', '--import', new URL('../dist/register.mjs', import.meta.url).href],
  });
  const answered = once(child, 'message') as Promise<[Measured]>;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${benchmark.file}, ${benchmark.name}: the process ended with code ${String(code)}`);
  });
  child.send({ benchmark, effort: options.quick ? QUICK : THOROUGH });
  const [measured] = await Promise.race([answered, ended]);
  ended.catch(() => undefined);
  return measured;
}

function describeMachine(node: string): Omit<Report, 'cases'> {
  const versions = execFileSync(node, ['-p', 'process.version + " " + process.versions.v8'], { encoding: 'utf8' });
  const [version = '', v8 = ''] = versions.trim().split(' ');
  return { node: version, v8, cpu: cpus()[0]?.model ?? 'unknown', date: new Date().toISOString().slice(0, 10) };
}
