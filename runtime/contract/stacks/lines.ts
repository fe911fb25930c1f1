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
  return at < 0 ? { head: stack, lines: [] } : { head: stack.slice(0, at), lines: stack.slice(at + 1).split('\n') };
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
  const match = /^ {4}at (?:.*? \((?=(?:\/|[\w+.-]+:|eval at ).*\)$)|.*? \((?=.*\)$)|async )?(.*):(\d+):(\d+)\)?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, file = '', line, column] = match;
  return { file, line: Number(line), column: Number(column) };
}
