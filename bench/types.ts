/** What is compared with what: all contestants of a case do the same work. */
export interface Case {
  /** The row of the table that the case belongs to. */
  row: string;
  name: string;
  /** How many operations one call of a contestant makes; what is reported is per operation. */
  operations: number;
  unit: Unit;
  /** The first is what the others are compared with. */
  contestants: Record<string, () => unknown>;
  /** The contestants return the number to be reported, instead of being timed. */
  returnsValue?: boolean;
}

export type Unit = 'ms' | 'ns' | 'bytes';

/** Where the child process finds a case. */
export interface CaseName {
  file: string;
  name: string;
}

export interface Measured {
  row: string;
  name: string;
  unit: Unit;
  results: Result[];
}

export interface Result {
  contestant: string;
  /** Median over the rounds, in the unit of the case. */
  median: number;
  /** Median of the ratios, round by round, to the first contestant. */
  ratio: number;
}

export interface Effort {
  rounds: number;
  /** How long a contestant runs in each round (ms). */
  time: number;
}

export interface Report {
  node: string;
  v8: string;
  cpu: string;
  date: string;
  cases: Measured[];
}
