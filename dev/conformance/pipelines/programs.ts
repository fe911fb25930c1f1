import type { PluginItem } from '@babel/core';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findCases } from '../programs/cases.ts';
import { execute as executeModules, type Variant } from '../programs/execute.ts';
import { execute as executeInRealm, type Equipment } from '../test262/execute.ts';
import { Harness } from '../test262/harness.ts';
import { createRuntimeScript } from '../test262/runtime-script.ts';
import { readScenarios, type Scenario } from '../test262/scenario.ts';
import { build, configure, readSource } from './build.ts';
import type { Syntax } from './pipelines.ts';
import type { Stage } from './stages.ts';

/** A program that is sent through builds. */
export interface Program {
  name: string;
  /** Builds and runs it, and tells what it did. */
  run(variant: Variant, stages: readonly Stage[]): Promise<string>;
}

/** What building and running programs takes. */
export interface Workshop {
  /** The root of the repository. */
  root: string;
  plugin: PluginItem;
  require: (request: string) => unknown;
}

/** The programs that every build must be able to take: those of the fixtures, and our own suite of the language. */
export function findPrograms(workshop: Workshop): Program[] {
  return [...findFixtures(workshop), ...findTests(workshop)];
}

/** The programs that are written in a syntax which only some builds understand. */
export function findProgramsIn(syntax: Syntax, workshop: Workshop): Program[] {
  const folder = join(workshop.root, 'dev/conformance/pipelines/programs', syntax);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).sort();
  return files.map((file) => moduleProgram(`${syntax}/${file}`, join(folder, file), workshop));
}

function findFixtures(workshop: Workshop): Program[] {
  const root = join(workshop.root, 'fixtures');
  return findCases(root).flatMap(({ name, folder, exec }) =>
    exec === null ? [] : [moduleProgram(`fixtures/${name}`, join(folder, exec), workshop)],
  );
}

function moduleProgram(name: string, file: string, { plugin, require }: Workshop): Program {
  return {
    name,
    async run(variant, stages) {
      const compile = (module: string): string => build(readSource(module), stages, configure(plugin, variant));
      return (await executeModules(file, variant, { compile, require })).join('\n');
    },
  };
}

function findTests(workshop: Workshop): Program[] {
  const suite = join(workshop.root, 'test/conformance/suite');
  const equipment = {
    harness: new Harness(suite),
    runtimeScript: createRuntimeScript(workshop.root, workshop.plugin),
  };
  return readdirSync(join(suite, 'test')).flatMap((file) =>
    readScenarios(join(suite, 'test', file))
      .filter(({ metadata }) => metadata.negative === null)
      .map((scenario) => test(`suite/${file} (${scenario.kind})`, scenario, workshop, equipment)),
  );
}

/** A test of the suite becomes the body of a function that runs in a greenlet. */
function test(
  name: string,
  scenario: Scenario,
  { plugin }: Workshop,
  equipment: Omit<Equipment, 'translator'>,
): Program {
  return {
    name,
    async run(variant, stages) {
      const translate = (source: string): string => {
        const code = `return (function () {${source}\n});`;
        return build({ code, file: 'program.cjs', isModule: false }, stages, configure(plugin, variant));
      };
      const mode = variant === 'untouched' ? 'printed' : variant;
      const outcome = await executeInRealm(scenario, 'function', mode, { ...equipment, translator: { translate } });
      return `${outcome.status} ${outcome.detail}`.trim();
    },
  };
}
