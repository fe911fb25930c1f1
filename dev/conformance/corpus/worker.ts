import { inspect } from 'node:util';
import { run, sleep } from 'greenlets';
import * as internal from 'greenlets/internal';
import { Loader } from './loader.ts';
import { sizesOf, type Sizes } from './sizes.ts';
import type { Mode } from './mode.ts';

/** What a worker is started with. */
export interface Assignment {
  job: string;
  mode: Mode;
  packages: string;
}

/** What a worker reports. */
export interface Report {
  /** What the job returned or threw, as it prints. */
  result: string;
  /** How long compiling took (ms of processor time). */
  compileTime: number;
  files: number;
  published: Sizes;
  emitted: Sizes;
  /** Peak of the process (bytes). */
  memory: number;
}

type Job = () => unknown;

process.once('message', (assignment: Assignment) => {
  void execute(assignment).then((report) => process.send?.(report, () => process.disconnect()));
});

/** Runs a job: plainly if untouched, else in a greenlet. */
async function execute({ job: file, mode, packages }: Assignment): Promise<Report> {
  const loader = new Loader(mode, packages, {
    greenlets: mode === 'untouched' ? { sleep: (): void => undefined } : { sleep },
    'greenlets/internal': internal,
  });
  const job = loader.load(file) as Job;
  const result = await describe(() => (mode === 'untouched' ? job() : run(job)));
  const memory = process.resourceUsage().maxRSS * 1024;
  const library = loader.files.filter((loaded) => loaded.file.startsWith(packages));
  return {
    result,
    compileTime: library.reduce((sum, loaded) => sum + loaded.time, 0),
    files: library.length,
    ...(await sizesOf(library, packages)),
    memory,
  };
}

async function describe(start: () => unknown): Promise<string> {
  try {
    return show(await start());
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : show(error)}`;
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  return inspect(value, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: 120 });
}
