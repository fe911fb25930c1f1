/** So many runs are spent on making a schedule shorter. */
const BUDGET = 300;

/**
 * Looks for a shorter schedule that fails as well: one whose choices are fewer, and more often 0, with which everybody runs when it is its turn.
 *
 * @param fails runs a schedule, and tells whether it fails
 */
export async function shrink(
  indices: readonly number[],
  fails: (indices: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let best = indices;
  let runs = 0;
  const adopt = async (candidate: readonly number[]): Promise<boolean> => {
    if (runs++ >= BUDGET || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let length = 0; length < best.length; length += Math.ceil(best.length / 50)) {
    if (await adopt(best.slice(0, length))) break;
  }
  for (let changed = true; changed && runs < BUDGET;) {
    changed = false;
    for (let at = best.length - 1; at >= 0; at--) {
      const index = best[at];
      if (index === undefined || index === 0) continue;
      changed =
        (await adopt(replaced(best, at, 0))) || (index > 1 && (await adopt(replaced(best, at, index - 1)))) || changed;
    }
  }
  return best;
}

function replaced(indices: readonly number[], at: number, index: number): number[] {
  return indices.map((old, place) => (place === at ? index : old));
}
