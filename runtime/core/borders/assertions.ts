import type { StackFrame } from './deep-stack.ts';

/** Files of libraries whose assertions call functions to see what they throw, and what can be written instead. */
const ASSERTIONS: readonly (readonly [file: RegExp, instead: string])[] = [
  [/[\\/]node_modules[\\/](?:expect|vitest|@vitest[\\/]expect)[\\/]/, 'await expect(run(fn)).rejects.toThrow()'],
  [/[\\/]node_modules[\\/]chai[\\/]|^node:assert$|^node:internal[\\/]assert/, 'await assert.rejects(run(fn))'],
];

/** What to do instead where `caller`, which cannot be suspended, belongs to an assertion; null if it does not. */
export function rejectionInstead(caller: StackFrame | undefined): string | null {
  const found = ASSERTIONS.find(([file]) => file.test(caller?.file ?? ''));
  return found === undefined ? null : `expect a rejection, as in \`${found[1]}\``;
}
