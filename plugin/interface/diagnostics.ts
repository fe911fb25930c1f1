import type { NodePath, types as t } from '@babel/core';

/** What the compiler refuses: a stable code, and advice. `docs/errors.md` has a section for each. */
const MESSAGES = {
  GREENLETS101:
    'direct `eval` can read and change any variable, so a function that contains it cannot be compiled. Use indirect eval, `(0, eval)(code)`, or mark the function "use no greenlet".',
  GREENLETS102:
    '`with` makes it impossible to tell which variable a name means. Mark the function "use no greenlet", or read the properties explicitly.',
  GREENLETS103: 'this syntax cannot contain a call that may block. Move the call to a variable before it.',
  GREENLETS104: '"use greenlet" and "use no greenlet" in the same function contradict each other. Remove one.',
  GREENLETS105:
    'the code around this place is nested so deeply that the compiler ran out of stack. Move parts of it to functions of their own, or give Node more stack: `node --stack-size=4000`.',
} as const;

export type Code = keyof typeof MESSAGES;

export interface Refusal {
  code: Code;
  node: t.Node;
}

/** What the compiler warns of: a stable code each. `docs/errors.md` has a section for each. */
export type WarningCode = 'GREENLETS201' | 'GREENLETS202';

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly node: t.Node;
}

/** Thrown by the passes, which know nodes only; turned into an error with a code frame where the file is known. */
export class RefusedError extends Error {
  readonly code: Code;
  readonly node: t.Node;

  constructor(code: Code, node: t.Node) {
    super(textOfRefusal(code));
    this.code = code;
    this.node = node;
  }
}

/** For what is refused where no node is known. */
export function textOfRefusal(code: Code): string {
  return `${code}: ${MESSAGES[code]}`;
}

export function refuse(code: Code, node: t.Node): RefusedError {
  return new RefusedError(code, node);
}

/** The error that a user sees: message, file, position and code frame. */
export function withCodeFrame(error: RefusedError, program: NodePath<t.Program>): Error {
  return Object.assign(codeFrame(error.message, error.node, program), { code: error.code });
}

/** A message as Babel shows it, with file, position and code frame. */
export function codeFrame(message: string, node: t.Node, program: NodePath<t.Program>): Error {
  const { file } = program.hub as unknown as { file: { buildCodeFrameError(node: t.Node, message: string): Error } };
  return file.buildCodeFrameError(node, message);
}

/** A warning as a user sees it: Babel itself puts the name of the file before the messages of errors only. */
export function formatWarning({ code, message, node }: Warning, program: NodePath<t.Program>): string {
  const { file } = program.hub as unknown as { file: { opts: { filename?: string | null } } };
  return codeFrame(`${file.opts.filename ?? 'unknown'}: warning ${code}: ${message}`, node, program).message;
}
