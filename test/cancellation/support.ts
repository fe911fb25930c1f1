import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setErrorHandler } from 'greenlets';
import { compile } from '../plugin/support/compile.ts';
import { evaluate } from '../plugin/support/evaluate.ts';

export type Log = (...parts: unknown[]) => void;

/** Both ways of compiling a program: every call that could suspend does, or only those that wait. */
export const VARIANTS = [
  ['compiled', false],
  ['compiled with stress', true],
] as const;

/** The exports of a program beside the tests, compiled as a whole. */
export function loadProgram(name: string, stress: boolean): unknown {
  const source = readFileSync(join(__dirname, 'programs', name), 'utf8');
  const extra = { plugins: ['@babel/plugin-transform-modules-commonjs'] };
  return evaluate(compile(source, { mark: 'all', stress }, extra));
}

/** A log that joins what it is given by spaces. */
export function createLog(): { lines: string[]; log: Log } {
  const lines: string[] = [];
  return { lines, log: (...parts) => void lines.push(parts.join(' ')) };
}

/** Gathers what goes to the error handler until the test is over. */
export function gatherReports(): unknown[] {
  const reports: unknown[] = [];
  setErrorHandler((error) => void reports.push(error));
  return reports;
}
