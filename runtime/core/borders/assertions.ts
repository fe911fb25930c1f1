import type { StackFrame } from './deep-stack.ts';
import { isOwn } from './own-frames.ts';

/** Files of libraries whose assertions call functions to see what they throw, and what can be written instead. */
const ASSERTIONS: readonly (readonly [file: RegExp, instead: string])[] = [
  [/[\\/]node_modules[\\/](?:expect|vitest|@vitest[\\/]expect)[\\/]/, 'await expect(run(fn)).rejects.toThrow()'],
  [/[\\/]node_modules[\\/]chai[\\/]|^node:assert$|^node:internal[\\/]assert/, 'await assert.rejects(run(fn))'],
];

/** What to say of a function that `caller` has called, if that belongs to an assertion; null if it does not. */
export function explainAssertion(called: StackFrame | undefined, caller: StackFrame | undefined): string | null {
  if (called === undefined || isOwn(called)) return null;
  const found = ASSERTIONS.find(([file]) => file.test(caller?.file ?? ''));
  if (found === undefined || caller === undefined) return null;
  return (
    `${called.text} was called by an assertion, ${caller.text}, which is not compiled code and cannot be suspended: ` +
    `expect a rejection, as in \`${found[1]}\``
  );
}
