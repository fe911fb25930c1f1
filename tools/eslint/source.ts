import type { Rule } from 'eslint';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ts } from 'ts-morph';
import { resolveOptions, type ResolvedOptions } from '../../plugin/interface/options.ts';
import { check } from '../check/check.ts';
import { readFacts, readVerdict } from '../check/facts/read-facts.ts';
import type { Finding } from '../check/finding.ts';
import type { TypeScript } from '../check/graph/syntax.ts';
import { isOfProject } from '../check/is-of-project.ts';
import { findInFile } from '../check/rules/file-rules.ts';
import { findBySyntax } from './by-syntax.ts';

const known = new WeakMap<object, readonly Finding[]>();
const programs = new WeakMap<object, readonly Finding[]>();

/**
 * What is found in the file that is being linted. Where typescript-eslint knows the types, the whole program is looked at, once;
 * elsewhere it is the file alone.
 */
export function findingsIn(context: Rule.RuleContext): readonly Finding[] {
  const { sourceCode } = context;
  const found = known.get(sourceCode) ?? find(context);
  known.set(sourceCode, found);
  return found;
}

function find(context: Rule.RuleContext): readonly Finding[] {
  const options = optionsOf(context);
  const { filename, sourceCode } = context;
  const program = programOf(sourceCode.parserServices);
  const typed = program === null ? null : findTyped(program, context, options);
  if (typed !== null) return typed;
  const { text } = sourceCode;
  const facts = readFacts(filename, text, options);
  const inFile = findInFile(
    filename,
    text,
    facts,
    () => true,
    () => readVerdict(filename, text, options),
  );
  return [...inFile, ...findBySyntax(context, facts)];
}

/** The options of the plugin are in the settings: `{ settings: { greenlets: { mark: 'all' } } }`. */
function optionsOf({ settings, cwd }: Rule.RuleContext): ResolvedOptions {
  return resolveOptions(settings.greenlets ?? {}, cwd);
}

function programOf(services: unknown): ts.Program | null {
  if (typeof services !== 'object' || services === null || !('program' in services)) return null;
  return (services.program as ts.Program | null | undefined) ?? null;
}

/** Null: the file is not part of the program, or there is no TypeScript to ask. */
function findTyped(program: ts.Program, context: Rule.RuleContext, options: ResolvedOptions): Finding[] | null {
  const file = program.getSourceFile(context.filename);
  const typescript = file === undefined ? null : loadTypeScript(context.cwd);
  if (file === undefined || typescript === null) return null;
  const found = programs.get(program) ?? findInProgram(program, typescript, options);
  programs.set(program, found);
  return found.filter(({ filename }) => filename === file.fileName);
}

function findInProgram(program: ts.Program, typescript: TypeScript, options: ResolvedOptions): readonly Finding[] {
  const facts = new WeakMap<ts.SourceFile, ReturnType<typeof readFacts>>();
  const host = {
    ts: typescript,
    program,
    checker: program.getTypeChecker(),
    files: program.getSourceFiles().filter(isOfProject),
    facts: (file: ts.SourceFile) => {
      const read = facts.get(file) ?? readFacts(file.fileName, file.text, options);
      facts.set(file, read);
      return read;
    },
    verdict: (file: ts.SourceFile) => readVerdict(file.fileName, file.text, options),
    progress: () => undefined,
  };
  return check(host).findings;
}

/** The one that typescript-eslint uses: the numbers of the syntax differ between versions. */
function loadTypeScript(cwd: string): TypeScript | null {
  try {
    return createRequire(join(cwd, 'eslint.config.js'))('typescript') as TypeScript;
  } catch {
    return null;
  }
}
