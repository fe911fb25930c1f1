import { textOfRefusal } from '../../plugin/interface/diagnostics.ts';
import { isOutOfStack } from '../../plugin/syntax/out-of-stack.ts';

/** Marks the error also after it came from another thread, where it has lost its class. */
const BRAND = 'isGreenletsCompileError';

const NOT_A_MODULE = / may appear only with 'sourceType: "module"'(.*)\nConsider renaming .*/;

const ONLY_IN_COMMONJS = /\nPlease consider using `(.*?)`.* to your Babel config\./;

/**
 * The user's source cannot be compiled: a syntax error, or something that the plugin refuses. The message holds the
 * file and a code frame; the stack leaves out the inside of the compiler, which explains nothing.
 */
export class CompileError extends SyntaxError {
  constructor(cause: Error, filename: string) {
    const message = withOurAdvice(cause.message);
    super(message);
    // Not enumerable, lest Node prints them below the code frame.
    Object.defineProperty(this, 'code', { value: codeOf(cause) });
    Object.defineProperty(this, BRAND, { value: true });
    this.stack = `SyntaxError: ${message}\n    at ${filename}${positionOf(cause)}`;
  }
}

/** Turns errors about the user's source into `CompileError`s; a defect of the compiler stays as it is, with its stack. */
export function explainError(error: unknown, filename: string): unknown {
  // Of Babel, which does not say where.
  if (isOutOfStack(error)) return new CompileError(tooDeep(filename), filename);
  return isAboutSource(error) ? new CompileError(error, filename) : error;
}

/** Whether it is a `CompileError`, of whichever thread. */
export function isCompileError(error: unknown): error is Error {
  return error instanceof Error && BRAND in error;
}

function tooDeep(filename: string): Error {
  return Object.assign(new Error(`${filename}: ${textOfRefusal('GREENLETS105')}`), { code: 'GREENLETS105' });
}

function isAboutSource(error: unknown): error is Error {
  return error instanceof SyntaxError || (error instanceof Error && /^GREENLETS\d/.test(codeOf(error) ?? ''));
}

/** Babel speaks of its options and its configuration; none of them is ours. */
function withOurAdvice(message: string): string {
  if (NOT_A_MODULE.test(message)) {
    return message.replace(
      NOT_A_MODULE,
      ' may appear only in ES modules$1\nThe file is CommonJS by its name: rename it to .mjs or .mts.',
    );
  }
  if (ONLY_IN_COMMONJS.test(message)) {
    return message.replace(ONLY_IN_COMMONJS, '\nThe file is an ES module: write `$1` in it, or call it .cts.');
  }
  const at = message.search(/\n\n(?:Add @babel\/(?:plugin|preset)-|If you already added)/);
  return at === -1 ? message : `${message.slice(0, at)}\n\n${adviceFor(message)}`;
}

function adviceFor(message: string): string {
  if (message.includes("experimental syntax 'decorator")) {
    return 'Decorators and auto-accessors are compiled in TypeScript: call the file .ts or .mts.';
  }
  return 'This syntax is not part of the language. Compile the file with Babel, and "greenlets/plugin" among its plugins.';
}

function codeOf(error: object): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function positionOf(error: Error): string {
  const [, line, column] = /\((\d+):(\d+)\)/.exec(error.message) ?? /^> *(\d+) \|/m.exec(error.message) ?? [];
  return [line, column].map((number) => (number === undefined ? '' : `:${number}`)).join('');
}
