/** What is compared with what: all contestants of a case do the same work. */
export interface Case {
  /** The row of the table that the case belongs to. */
  row: string;
  name: string;
  /** How many operations one call of a contestant makes; what is reported is per operation. */
  operations: number;
  unit: Unit;
  /** The first is what the others are compared with. */
  contestants: Contestants;
  /** The contestants return the number to be reported, instead of being timed. */
  returnsValue?: boolean;
  /** At most so many rounds, for what takes long. */
  rounds?: number;
  /** What the reader of the numbers has to know: who is missing, and why. */
  notes?: string[];
}

export type Contestants = Record<string, () => unknown>;

/** `ms/MB` is shown as megabytes per second. */
export type Unit = 'ms' | 'ns' | 'bytes' | 'ms/MB';

/** A file of cases. */
export interface CaseFile {
  names: readonly string[];
  /** @param quick whether the case is only to be tried: less work, where it has a size */
  prepare(name: string, quick: boolean): Case | Promise<Case>;
}

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
  notes: string[];
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
  /** Rounds in which the engine still learns. */
  warmUp: number;
  /** How long a contestant runs in each round (ms). */
  time: number;
  quick: boolean;
}

export interface Report {
  node: string;
  v8: string;
  cpu: string;
  date: string;
  cases: Measured[];
}
