import { resolve } from 'node:path';
import type { Options } from '../../plugin/index.ts';
import { OPTION_NAMES } from '../../plugin/interface/options.ts';
import { checkOptions } from '../../runtime/core/errors/options.ts';
import { expected } from '../../runtime/core/errors/expected.ts';
import { isCompileError } from '../compile/compile-error.ts';
import { compile } from '../compile/compile.ts';
import { formatOf } from '../compile/project/format.ts';
import { createOptions, type CompileOptions } from '../compile/options.ts';

/** How a fixture is compiled: the options of `greenlets/plugin`, and what the file is called. */
export interface CompileFixtureOptions extends Options {
  /**
   * The name of the file, below the working directory: `fixture.js` by default. `fixture.ts` has types, `fixture.cjs` is CommonJS. Nothing is read.
   */
  readonly filename?: string;
}

const DEFAULT_NAME = 'fixture.js';
const ARROWS = '      ↓ ↓ ↓ ↓ ↓ ↓';

/** What `compileFixture` returns. Snapshots show it as code. */
export class CompiledFixture {
  readonly source: string;
  /** The code that takes the place of the source. */
  readonly code: string;

  constructor(source: string, code: string) {
    this.source = source;
    this.code = code;
  }

  /** The source, and below it the code. */
  toString(): string {
    return `${this.source.trim()}\n\n${ARROWS}\n\n${this.code.trim()}`;
  }
}

/**
 * Compiles a program as `greenlets compile` does, for a test that holds on to what comes out:
 *
 * ```js
 * expect(compileFixture('function f() { "use greenlet"; return g(); }')).toMatchSnapshot();
 * ```
 *
 * The package's own `package.json` decides whether `fixture.js` is an ES module, as for any file of the working directory.
 *
 * @throws {SyntaxError} if the source is at fault; the message has a code frame, and the file by its name alone, so that it is the same on every machine
 * @throws {TypeError} if the source is no string, or if an option does not exist
 * @throws {Error} if an option has the wrong type
 */
export function compileFixture(source: string, options: CompileFixtureOptions = {}): CompiledFixture {
  if (typeof source !== 'string') throw expected('the text of a program', source);
  checkOptions(options, ['filename', ...OPTION_NAMES]);
  const { filename: name = DEFAULT_NAME, ...plugin } = options;
  if (typeof name !== 'string') throw expected('the name of a file as option `filename`', name);
  const compileOptions = createOptions(plugin, [], process.cwd());
  const filename = resolve(name);
  try {
    return new CompiledFixture(source, codeOf(filename, source, compileOptions));
  } catch (error) {
    throw isCompileError(error) ? withoutFolder(error, filename, name) : error;
  }
}

function codeOf(filename: string, source: string, options: CompileOptions): string {
  const format = formatOf(filename, source);
  return compile({ filename, source, from: format, to: format, sourceMaps: false, options }).code;
}

/** Snapshots hold messages, and other machines have other folders. */
function withoutFolder(error: Error, filename: string, name: string): Error {
  const { stack } = error;
  error.message = error.message.replaceAll(filename, () => name);
  if (stack !== undefined) error.stack = stack.replaceAll(filename, () => name);
  return error;
}

/** Whether this serializer is for a value. */
export function test(value: unknown): boolean {
  return value instanceof CompiledFixture;
}

/** What a snapshot shows: the source and the code as they are, without quotes and escapes. */
export function serialize(fixture: CompiledFixture): string {
  return String(fixture);
}

/** The serializer of snapshots, for Jest and Vitest: `expect.addSnapshotSerializer(serializer)`, or `snapshotSerializers: ['greenlets/testing/snapshot']`. */
const serializer: { test: typeof test; serialize: typeof serialize } = { test, serialize };
export default serializer;
