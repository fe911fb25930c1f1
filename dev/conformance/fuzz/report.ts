import type { Difference } from './compare.ts';

/** What a program does, and what its compiled variant does instead, from the first line that differs. */
export function report({ variant, expected, actual }: Difference): string {
  const first = expected.findIndex((line, index) => line !== actual[index]);
  const from = Math.max(0, (first === -1 ? expected.length : first) - LINES_BEFORE);
  const list = (lines: string[]): string => lines.slice(from, from + LINES).join('\n');
  return `untouched:\n${list(expected)}\n\n${variant}:\n${list(actual)}`;
}

const LINES_BEFORE = 3;
const LINES = 12;
