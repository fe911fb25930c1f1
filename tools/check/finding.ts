/** A place in a file. */
export interface Place {
  readonly filename: string;
  readonly start: number;
  readonly end: number;
}

export const CODES = {
  GREENLETS101: 'error',
  GREENLETS102: 'error',
  GREENLETS103: 'error',
  GREENLETS104: 'error',
  GREENLETS201: 'warning',
  GREENLETS202: 'error',
  GREENLETS301: 'error',
  GREENLETS302: 'error',
  GREENLETS303: 'warning',
  GREENLETS304: 'warning',
  GREENLETS305: 'note',
} as const;

export type Code = keyof typeof CODES;
export type Level = (typeof CODES)[Code];

/** Something that `greenlets check` has to say. */
export interface Finding extends Place {
  readonly code: Code;
  readonly level: Level;
  readonly message: string;
  /** The calls from where it begins to what blocks, in the order in which they are made. */
  readonly chain: readonly ChainLink[];
  /** What to change in the file; empty if that takes a human. */
  readonly edits: readonly Edit[];
}

/** A place on the way, and what is there: `load calls read`. */
export interface ChainLink extends Place {
  readonly text: string;
}

/** Replaces a piece of the file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Those of the findings that are corrected before others: what was meant to be a mark may be one of a whole file, which makes others
 * unnecessary.
 */
export function correctedFirst(findings: readonly Finding[]): Finding[] {
  const fixable = findings.filter(({ edits }) => edits.length > 0);
  const misspelt = fixable.filter(({ code }) => code === 'GREENLETS202');
  return misspelt.length > 0 ? misspelt : fixable;
}
