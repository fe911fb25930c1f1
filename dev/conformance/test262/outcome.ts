import type { Metadata } from './metadata.ts';

/** How a run ended. `refused`: the compiler said that it cannot compile this; `crash`: it failed. */
export interface Outcome {
  status: 'pass' | 'fail' | 'refused' | 'crash';
  /** What went wrong. */
  detail: string;
}

/** Whether runs ended in the same way; how they failed does not count. */
export function isSame(a: Outcome, b: Outcome): boolean {
  return a.status === b.status;
}

/** An error, and when it came. */
export interface Failure {
  phase: 'parse' | 'resolution' | 'runtime';
  type: string;
  message: string;
}

export const PASS: Outcome = { status: 'pass', detail: '' };

/** Whether a run that threw `failure` (null: nothing) and printed `printed` did what the test is there to show. */
export function judge(metadata: Metadata, failure: Failure | null, printed: readonly string[]): Outcome {
  const { negative, flags } = metadata;
  if (negative !== null) {
    if (failure === null) return fail(`expected a ${negative.type}, but nothing was thrown`);
    const early = (failure.phase === 'runtime') === (negative.phase === 'runtime');
    return early && failure.type === negative.type ? PASS : fail(describe(failure));
  }
  if (failure !== null) return fail(describe(failure));
  return flags.has('async') ? judgeAsync(printed) : PASS;
}

function judgeAsync(printed: readonly string[]): Outcome {
  const failed = printed.find((line) => line.startsWith('Test262:AsyncTestFailure:'));
  if (failed !== undefined) return fail(failed);
  return printed.includes('Test262:AsyncTestComplete') ? PASS : fail('$DONE was not called');
}

function fail(detail: string): Outcome {
  return { status: 'fail', detail };
}

function describe({ phase, type, message }: Failure): string {
  return `${phase === 'runtime' ? '' : `${phase}: `}${type}: ${message}`;
}

/** What was thrown may be anything, even something that throws when it is looked at. */
export function describeThrown(error: unknown, phase: Failure['phase']): Failure {
  try {
    if (typeof error !== 'object' || error === null) return { phase, type: typeof error, message: String(error) };
    const { constructor, message, name } = error as {
      constructor?: { name?: unknown };
      message?: unknown;
      name?: unknown;
    };
    return { phase, type: String(constructor?.name ?? name), message: String(message) };
  } catch {
    return { phase, type: 'unknown', message: 'an error that cannot be read' };
  }
}
