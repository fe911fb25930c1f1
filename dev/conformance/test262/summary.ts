import { differing } from '../report/reason.ts';
import { isSame } from './outcome.ts';
import { reasonFor } from './reasons.ts';
import type { Difference, Tally } from './tally.ts';

const SHOWN = 20;

/** What is printed in the end. */
export function summarize(tally: Tally): string {
  const { runs, wrapped, untouched, compared } = tally.total;
  const unexplained = findUnexplained(tally);
  return [
    `${tally.tests} tests, ${runs} runs, ${wrapped} of them in a greenlet`,
    `untouched: ${untouched} pass`,
    ...Object.entries(compared).map(([mode, passed]) => `${mode}: ${passed} pass`),
    `${tally.differences.length} runs differ from the untouched one, ${unexplained.length} without a known reason`,
    ...unexplained.slice(0, SHOWN).map(describe),
    ...tally.lost.map((test) => `  hung or ended the process: ${test}`),
  ].join('\n');
}

/** The differences for which nobody has given a reason. */
export function findUnexplained(tally: Tally): Difference[] {
  return tally.differences.filter((difference) => reasonFor(difference) === null);
}

function describe(difference: Difference): string {
  const [mode, outcome] = differing(difference, isSame)[0] ?? [];
  return `  ${difference.file} (${difference.kind}, ${mode}): ${outcome?.status}: ${outcome?.detail.split('\n')[0]}`;
}
