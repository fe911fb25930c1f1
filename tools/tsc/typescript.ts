import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import type { ts } from 'ts-morph';
import type { TypeScript as Checker } from '../check/graph/syntax.ts';

/** The compiler of a user, and its command, which is no part of the public types. */
export type TypeScript = Checker & {
  executeCommandLine(system: ts.System, report: () => void, args: readonly string[]): void;
};

export type CreateProgram = (request: ts.CreateProgramOptions) => ts.Program;

/** Makes the programs of TypeScript instead of it. */
export type Interception = (ts: TypeScript, original: CreateProgram, request: ts.CreateProgramOptions) => ts.Program;

/** There is no compiler that we can work with. */
export class NoTypeScript extends Error {}

/** By this name the compiler calls the function that we put between. */
const HOOK = '__greenletsCreateProgram';
const DECLARATION = /^function createProgram\((?=_?rootNames)/m;

/**
 * The compiler that a project has installed, whose programs are made by `intercept`: those of its command, of `--watch` and of
 * `--build`. The compiler's own command then has all of its options, messages and exit codes.
 *
 * @throws {NoTypeScript} if there is none, or one that has no API
 */
export function loadTypeScript(folder: string, intercept: Interception): TypeScript {
  const path = find(folder);
  const source = readFileSync(path, 'utf8');
  if (!DECLARATION.test(source)) throw new NoTypeScript(`expected TypeScript 5.4 to 6, got another one: ${path}`);
  const module = new Module(path) as Module & { _compile(source: string, filename: string): void };
  module.filename = path;
  module.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(path));
  module._compile(source.replace(DECLARATION, `${putBetween()}function createProgram$original(`), path);
  const typescript = module.exports as TypeScript;
  Object.assign(typescript, {
    [HOOK]: (original: CreateProgram, request: ts.CreateProgramOptions) => intercept(typescript, original, request),
  });
  return typescript;
}

/** What the compiler calls under the name of its function, which takes an object, or the parameters that it had first. */
function putBetween(): string {
  return `function createProgram(first, options, host, oldProgram, configFileParsingDiagnostics) {
  const request = Array.isArray(first)
    ? { rootNames: first, options, host, oldProgram, configFileParsingDiagnostics }
    : first;
  return module.exports.${HOOK}(createProgram$original, request);
}
`;
}

function find(folder: string): string {
  const require = createRequire(join(folder, 'package.json'));
  try {
    const manifest = require.resolve('typescript/package.json');
    const { version } = require(manifest) as { version: string };
    if (Number.parseInt(version, 10) >= 7) {
      throw new NoTypeScript(
        `TypeScript ${version} is a native program, which cannot be told the types of marked code: install typescript@6 in its place, or import from greenlets/web/fetch and greenlets/node/...`,
      );
    }
    return join(dirname(manifest), 'lib/typescript.js');
  } catch (error) {
    if (error instanceof NoTypeScript) throw error;
    throw new NoTypeScript('tsc needs the package typescript: npm install --save-dev typescript@6', { cause: error });
  }
}
