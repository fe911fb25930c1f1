import { rowTexts } from './rows.ts';
import type { Measured } from '../types.ts';

/** What cannot wait at all, and what is compiled for nothing: slower than these is no loss but the price. */
const YARDSTICKS = new Set(['plain', 'synchronous', 'Babel alone', 'preset-env']);

/** Within the noise of a ratio. */
const NOISE = 1.05;

/** A list of the cases in which somebody else who can wait was faster (or smaller), the worst first. */
export function renderLosses(cases: readonly Measured[]): string[] {
  const losses = cases.flatMap(findLosses).sort((a, b) => b.factor - a.factor);
  if (losses.length === 0) return [];
  const lines = losses.map(
    ({ measured, winner, factor }) =>
      `| ${titleOf(measured.row)}: ${measured.name} | ${winner} | ${factor.toFixed(2)}x |`,
  );
  return ['## Where greenlets lose', '', '| case | to | by |', '| --- | --- | --: |', ...lines, ''];
}

interface Loss {
  measured: Measured;
  winner: string;
  factor: number;
}

/** The best of the others. */
function findLosses(measured: Measured): Loss[] {
  const own = measured.results.find(({ contestant }) => contestant === 'greenlets');
  const [best] = measured.results
    .filter(({ contestant }) => contestant !== 'greenlets' && !YARDSTICKS.has(contestant))
    .sort((a, b) => a.ratio - b.ratio);
  if (own === undefined || best === undefined || own.ratio <= best.ratio * NOISE) return [];
  return [{ measured, winner: best.contestant, factor: own.ratio / best.ratio }];
}

function titleOf(row: string): string {
  return rowTexts[row]?.title ?? row;
}
