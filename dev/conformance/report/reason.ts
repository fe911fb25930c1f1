interface Outcome {
  status: string;
  detail: string;
}

/** What runs ended in that should have ended in the same way. */
export interface Comparison<O extends Outcome> {
  untouched: O;
  compared: Readonly<Partial<Record<string, O>>>;
  /** When Babel only parsed and printed the program; null if that was not tried. */
  printed: O | null;
}

export const UNEXPLAINED = 'unexplained';
export const BY_BABEL = 'Babel alone, without the plugin, makes the same difference';
export const LOST = 'hung or ended the process';

/** The runs that did not end as the untouched one. */
export function differing<O extends Outcome>(
  { untouched, compared }: Comparison<O>,
  isSame: (a: O, b: O) => boolean,
): [mode: string, outcome: O][] {
  return Object.entries(compared).filter((entry): entry is [string, O] => {
    const [, outcome] = entry;
    return outcome !== undefined && !isSame(outcome, untouched);
  });
}

/** Why runs differ, as far as they show it themselves: the compiler refused, or Babel alone makes the same difference. */
export function findReason<O extends Outcome>(
  comparison: Comparison<O>,
  isSame: (a: O, b: O) => boolean,
): string | null {
  const outcomes = differing(comparison, isSame).map(([, outcome]) => outcome);
  const refused = outcomes.find(({ status }) => status === 'refused');
  if (refused !== undefined) return `refused: ${refused.detail}`;
  const { printed } = comparison;
  const isBabel = printed !== null && outcomes.every((outcome) => isSame(outcome, printed));
  return isBabel ? BY_BABEL : null;
}
