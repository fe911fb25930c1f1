import type { ts } from 'ts-morph';
import { fileOfDeclarations } from './declarations.ts';
import { findIterations } from './iterations.ts';
import type { MarkedFiles, Site } from './marked-files.ts';
import type { CreateProgram, TypeScript } from './typescript.ts';

/** What is iterated may itself come out of something that is iterated. There is an end to it, and this is a guard. */
const ROUNDS = 10;

type Iterations = ReadonlyMap<string, ReadonlySet<Site>>;

/** Makes a program in which marked code has the types of what the compiler puts there. */
export function createMarkedProgram(
  marked: MarkedFiles,
  typescript: TypeScript,
  createProgram: CreateProgram,
  request: ts.CreateProgramOptions,
): ts.Program {
  const host = request.host ?? typescript.createCompilerHost(request.options);
  const read = remembering(host);
  let iterations: Iterations = new Map();
  let program = createProgram({ ...request, host: hostWith(marked, iterations, host, read) });
  for (let round = 0; round < ROUNDS; round++) {
    const more = moreIterations(program, marked, typescript, iterations);
    if (more === null) break;
    iterations = more;
    const again = { ...request, oldProgram: program };
    program = createProgram({ ...again, host: hostWith(marked, iterations, host, read) });
  }
  return emitOriginals(program, marked);
}

type GetSourceFile = ts.CompilerHost['getSourceFile'];

/** Programs of one request see the same files. */
function remembering(host: ts.CompilerHost): GetSourceFile {
  const known = new Map<string, ts.SourceFile | undefined>();
  return (filename, ...rest) => {
    if (!known.has(filename)) known.set(filename, host.getSourceFile(filename, ...rest));
    return known.get(filename);
  };
}

const NONE: ReadonlySet<Site> = new Set();

function hostWith(
  marked: MarkedFiles,
  iterations: Iterations,
  host: ts.CompilerHost,
  read: GetSourceFile,
): ts.CompilerHost {
  const getSourceFile: GetSourceFile = (filename, options, ...rest) => {
    const how = typeof options === 'object' ? options : { languageVersion: options };
    const owner = fileOfDeclarations(filename);
    const file = read(owner ?? filename, options, ...rest);
    if (file === undefined) return undefined;
    const seen = marked.seen(file, iterations.get(file.fileName) ?? NONE, how);
    return owner === null ? seen : marked.declarationsOf(seen, filename, how);
  };
  return Object.assign(Object.create(host) as ts.CompilerHost, { getSourceFile });
}

/** What is still to be made iterable; null if there is nothing more. */
function moreIterations(
  program: ts.Program,
  marked: MarkedFiles,
  typescript: TypeScript,
  known: Iterations,
): Iterations | null {
  const all = new Map(known);
  for (const file of program.getSourceFiles()) {
    const facts = marked.factsOf(file);
    if (facts === null) continue;
    const before = known.get(file.fileName) ?? NONE;
    const found = findIterations(file, facts, program.getTypeChecker(), typescript);
    const sites = new Set([...before, ...found]);
    if (sites.size > before.size) all.set(file.fileName, sites);
  }
  const size = (iterations: Iterations): number => [...iterations.values()].reduce((sum, set) => sum + set.size, 0);
  return size(all) > size(known) ? all : null;
}

function emitOriginals(program: ts.Program, marked: MarkedFiles): ts.Program {
  const emit = program.emit.bind(program);
  program.emit = (file, write, token, only, transformers, ...rest) => {
    const before = [marked.wraps.remove, ...(transformers?.before ?? [])];
    return emit(file, write, token, only, { ...transformers, before }, ...rest);
  };
  return program;
}
