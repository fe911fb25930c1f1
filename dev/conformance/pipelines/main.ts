import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import * as library from 'greenlets';
import * as core from 'greenlets/core';
import * as internal from 'greenlets/internal';
import plugin from 'greenlets/plugin';
import { attempt, check, type Verdict } from './check.ts';
import { merge } from './merge.ts';
import { PIPELINES, type Pipeline } from './pipelines.ts';
import { findPrograms, findProgramsIn, type Program, type Workshop } from './programs.ts';
import { describe, renderScoreboard } from './scoreboard.ts';

interface Options {
  pipeline: string;
  program: string;
  json?: string;
  scoreboard?: string;
}

/** Runs the programs; the exit code is 1 if one of them does not do what it did. */
export async function main(root: string, args: string[]): Promise<void> {
  const { pipeline, program, json, scoreboard } = parse(args);
  const runner = new Runner(createWorkshop(root), (name) => name.includes(program));
  for (const each of PIPELINES.filter(({ name }) => name.includes(pipeline))) console.log(await runner.run(each));
  const builds = PIPELINES.map(({ name }) => name);
  const verdicts = merge(json === undefined ? [] : read(json), runner.verdicts, builds);
  if (json !== undefined) writeFileSync(json, JSON.stringify(verdicts));
  if (scoreboard !== undefined) writeFileSync(scoreboard, renderScoreboard(verdicts, builds));
  if (runner.verdicts.some(({ kind }) => kind === 'different')) process.exitCode = 1;
}

function read(file: string): Verdict[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Verdict[]) : [];
}

function parse(args: string[]): Options {
  return new Command('pipelines')
    .description(
      'Sends programs through builds in which the plugin takes part, and reports what does not run as before.',
    )
    .option('--babel <version>', 'in a project that has Babel up to this version, and the package as it is published')
    .option('--pipeline <text>', 'only builds whose names contain this', '')
    .option('--program <text>', 'only programs whose names contain this', '')
    .option('--json <file>', 'where to write all that was found; what other builds are in it stays')
    .option('--scoreboard <file>', 'where to write the scoreboard')
    .parse(args, { from: 'user' })
    .opts<Options>();
}

function createWorkshop(root: string): Workshop {
  const given: Record<string, unknown> = {
    greenlets: library,
    'greenlets/core': core,
    'greenlets/internal': internal,
  };
  const load = createRequire(join(root, 'package.json'));
  return { root, plugin, require: (request): unknown => given[request] ?? load(request) };
}

/** Sends programs through one build after the other. */
class Runner {
  readonly verdicts: Verdict[] = [];
  readonly #workshop: Workshop;
  readonly #isWanted: (name: string) => boolean;
  readonly #programs: readonly Program[];
  readonly #untouched = new Map<Program, Promise<string>>();

  constructor(workshop: Workshop, isWanted: (name: string) => boolean) {
    this.#workshop = workshop;
    this.#isWanted = isWanted;
    this.#programs = findPrograms(workshop);
  }

  /** Returns what is to be printed. */
  async run(pipeline: Pipeline): Promise<string> {
    const special = pipeline.syntax === undefined ? [] : findProgramsIn(pipeline.syntax, this.#workshop);
    const verdicts: Verdict[] = [];
    for (const program of this.#wanted(this.#programs)) {
      verdicts.push(await check(program, pipeline, await this.#runUntouched(program)));
    }
    for (const program of this.#wanted(special)) verdicts.push(await check(program, pipeline, null));
    this.verdicts.push(...verdicts);
    const different = verdicts.filter(({ kind }) => kind === 'different');
    const summary = `${pipeline.name}: ${verdicts.length - different.length} of ${verdicts.length} as before`;
    return [summary, ...different.map(describe)].join('\n');
  }

  #wanted(programs: readonly Program[]): Program[] {
    return programs.filter(({ name }) => this.#isWanted(name));
  }

  #runUntouched(program: Program): Promise<string> {
    const outcome = this.#untouched.get(program) ?? attempt(program, 'untouched', []);
    this.#untouched.set(program, outcome);
    return outcome;
  }
}
