import { compile, type Variant } from './compile.ts';
import { execute, type Run } from './execute.ts';
import { parseBounded } from './instrument.ts';

/** A variant of a program that does not do what the program does. */
export interface Difference {
  variant: Variant;
  expected: string[];
  actual: string[];
  code: string;
}

/**
 * What became of a program: the same everywhere, not the same, refused by the compiler, or of no use (it is invalid, or runs
 * for too long).
 */
export type Verdict = { kind: 'same' | 'refused' | 'useless' } | { kind: 'different'; difference: Difference };

/** Runs a program untouched, compiled, and compiled with `stress`. */
export async function compare(source: string): Promise<Verdict> {
  const program = parseBounded(source);
  if (program === null) return { kind: 'useless' };
  const expected = await execute(compile(program, 'untouched'), 'untouched');
  if (expected.stopped || isInvalid(expected)) return { kind: 'useless' };
  for (const variant of ['compiled', 'stress'] as const) {
    const { code, lines } = await run(() => compile(program, variant), variant);
    if (/^not compiled: .*\bGREENLETS\d+\b/.test(lines[0] ?? '')) return { kind: 'refused' };
    if (lines.join('\n') !== expected.lines.join('\n')) {
      return { kind: 'different', difference: { variant, expected: expected.lines, actual: lines, code } };
    }
  }
  return { kind: 'same' };
}

async function run(compileProgram: () => string, variant: Variant): Promise<{ code: string; lines: string[] }> {
  let code = '';
  try {
    code = compileProgram();
    return { code, lines: (await execute(code, variant)).lines };
  } catch (error) {
    return { code, lines: [`not compiled: ${error instanceof Error ? (error.stack ?? '') : String(error)}`] };
  }
}

/** The engine found an early error that Babel does not know. */
function isInvalid({ lines }: Run): boolean {
  return lines.length === 1 && lines[0] === 'threw SyntaxError';
}
