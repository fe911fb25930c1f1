import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { listCases } from './cases/index.ts';
import { renderPage } from './report/page.ts';
import { renderSummary } from './report/table.ts';
import { runCases } from './run.ts';
import type { CaseName, Effort, Report } from './types.ts';

const THOROUGH: Effort = { rounds: 7, warmUp: 2, time: 50, budget: 1500, quick: false };
const QUICK: Effort = { rounds: 1, warmUp: 0, time: 1, budget: 1, quick: true };

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
  'trace: sleep(0), slices of 0.1 ms',
  'HTTP server',
  'echo server',
  '10,000 idle connections',
  'switch in other languages',
  'mustache, time',
  'mustache, size, minified',
  'timers',
]);

interface Options {
  filter: string[];
  json?: string;
  page?: string;
  from: string[];
  node: string;
  quick: boolean;
}

const collect = (value: string, values: readonly string[]): string[] => [...values, value];

const command = new Command('bench')
  .description('Runs the benchmarks, and shows what they found.')
  .option('--filter <name>', 'only cases whose names contain this; may be given several times', collect, [])
  .option('--json <file>', 'where to write the results, after every case, so that an interrupted run loses none')
  .option('--page <file>', 'where to write them as Markdown, with charts in a folder beside it')
  .option(
    '--from <file>',
    'results that --json wrote, instead of measuring; further files, from other versions of Node, are only columns of the table of targets',
    collect,
    [],
  )
  .option('--node <path>', 'the Node to measure with', process.execPath)
  .option('--quick', 'try a part of the cases, without care for the numbers', false)
  .parse();
const options = command.opts<Options>();

const [report = await measureAll(), ...others] = options.from.map(readReport);
console.log(options.quick ? `\nTried ${report.cases.length} cases.` : renderSummary(report));
if (options.page !== undefined) await writePage(options.page);

function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch (error) {
    return command.error(`bench: cannot read results from ${file}: ${String(error)}`);
  }
}

async function measureAll(): Promise<Report> {
  const cases = await selectCases();
  const effort = options.quick ? QUICK : THOROUGH;
  return runCases({ cases, effort, node: options.node, onProgress: writeReport });
}

function writeReport(report: Report): void {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function selectCases(): Promise<CaseName[]> {
  const found = await listCases(options.filter);
  if (found.length === 0) command.error(`bench: no name of a case contains ${options.filter.join(' or ')}`);
  return options.quick ? found.filter(({ name }) => QUICK_CASES.has(name)) : found;
}

async function writePage(file: string): Promise<void> {
  const folder = file.replace(/\.md$/, '');
  const { text, images } = renderPage(report, basename(folder), others);
  mkdirSync(folder, { recursive: true });
  for (const [name, image] of images) writeFileSync(join(folder, name), image);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
