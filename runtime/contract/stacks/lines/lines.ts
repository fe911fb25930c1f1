/** The text of a stack: what it is of, and a line for each frame. */
export interface StackText {
  readonly head: string;
  readonly lines: readonly string[];
}

const INDENTED = '\n    at ';

/** Takes the text of a stack apart. The message may have lines that look like frames. */
export function linesOf(stack: unknown, message = ''): StackText {
  if (typeof stack !== 'string') return { head: '', lines: [] };
  const after = Math.max(stack.indexOf(message), 0) + message.length;
  const at = stack.indexOf(INDENTED, after);
  return at < 0 ? { head: stack, lines: [] } : { head: stack.slice(0, at), lines: framesIn(stack.slice(at + 1)) };
}

/** One for each frame. The name of a function may have line breaks in it. */
function framesIn(text: string): string[] {
  const frames: string[] = [];
  for (const line of text.split('\n')) {
    const last = frames.at(-1);
    if (last !== undefined && isNoWhole(last) && !/^ {4}(?:at |\.\.\.)/.test(line))
      frames[frames.length - 1] = `${last}\n${line}`;
    else frames.push(line);
  }
  return frames;
}

/** The place has not come yet. */
function isNoWhole(line: string): boolean {
  return line.startsWith('    at ') && !/(?:\)|:\d+:\d+)$/.test(line);
}

/** The lines of a site, which has no message of its own. */
export function framesOf({ stack }: { stack?: unknown }): readonly string[] {
  return linesOf(stack).lines.filter((line) => line.startsWith('    at '));
}

/** A place in a source file, as in a stack trace: lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The place in a line of a stack; undefined for a line of another form. It begins behind the first parenthesis that looks like it: names of functions
 * and of files may have some in them.
 */
export function positionOf(text: string): SourcePosition | undefined {
  const match =
    /^ {4}at (?:.*? \((?=(?:\/|[\w+.-]+:|eval at ).*\)$)|.*? \((?=.*\)$)|async )?(.*):(\d+):(\d+)\)?$/s.exec(text);
  if (match === null) return undefined;
  const [, file = '', line, column] = match;
  return { file, line: Number(line), column: Number(column) };
}

/** The line of a constructor, which has been resumed by an ordinary call: `    at new C (...)`. */
export function asConstructor(line: string): string {
  const [, start = '', name, place = ''] = /^( {4}at (?:async )?)(?:(.*?) \()?(.*?)\)?$/s.exec(line) ?? [];
  if (place === '' || name?.startsWith('new ') === true) return line;
  const [own = ''] = (name ?? '').split(' [as ');
  return `${start}new ${own.slice(own.lastIndexOf('.') + 1) || '<anonymous>'} (${place})`;
}

/** The line of a function that awaits what has failed, as the engine writes those: `    at async f (...)`. */
export function asAwaiting(line: string): string {
  return line.replace(/^ {4}at (?!async )/, '    at async ');
}

/**
 * How many frames have called an async function that failed at once, and were suspended afterwards, where one of them awaited it: they
 * are the last ones of the engine's, and the first that the error has passed.
 */
export function inCommon(native: readonly string[], passed: readonly string[]): number {
  const from = native.map(functionIn);
  const to = passed.slice(0, native.length).map(functionIn);
  for (let count = to.length; count > 0; count--) {
    if (from.slice(-count).every((line, at) => line === to[at])) return count;
  }
  return 0;
}

/** The name of a function, without its class, and its file. */
function functionIn(line: string): string {
  const [, name = '', file = ''] = /^ {4}at (?:async )?(?:([^(]*) \()?(.*?)(?::\d+:\d+)?\)?$/s.exec(line) ?? [];
  return `${name.slice(name.lastIndexOf('.') + 1)} ${file}`;
}
