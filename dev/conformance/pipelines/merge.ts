import type { Verdict } from './check.ts';

/** What was found at several times, in the order of the builds; the latest verdict on a program in a build counts. */
export function merge(earlier: readonly Verdict[], later: readonly Verdict[], builds: readonly string[]): Verdict[] {
  const verdicts = new Map<string, Verdict>();
  for (const verdict of [...earlier, ...later]) verdicts.set(`${verdict.pipeline}: ${verdict.program}`, verdict);
  return builds.flatMap((build) => [...verdicts.values()].filter(({ pipeline }) => pipeline === build));
}
