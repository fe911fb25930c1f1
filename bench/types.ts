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
  /** Where a round varies, even if it takes long; 1 if left out. */
  leastRounds?: number;
  /** One round tells everything, as where no time is measured. */
  once?: boolean;
  /** Rounds in which the engine still learns, where they are more than usual. */
  warmUp?: number;
  /** What the reader of the numbers has to know: who is missing, and why. */
  notes?: string[];
  /** Nothing in the program can suspend, so that it is not compiled to anything else. */
  untouched?: boolean;
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
  untouched?: boolean;
  /** How long the case took, with all of its contestants and their preparation. */
  seconds?: number;
}

export interface Result {
  contestant: string;
  /** Median over the rounds, in the unit of the case. */
  median: number;
  /** Median of the ratios, round by round, to the first contestant. */
  ratio: number;
  /** How many rounds the numbers are from. */
  rounds: number;
}

export interface Effort {
  rounds: number;
  /** Rounds in which the engine still learns. */
  warmUp: number;
  /** How long a contestant runs in each round (ms). */
  time: number;
  /** How long a contestant may run in all rounds (ms): those that need more take part in fewer. */
  budget: number;
  quick: boolean;
}

export interface Report {
  node: string;
  v8: string;
  cpu: string;
  /** How many of them. */
  processors: number;
  platform: string;
  date: string;
  /** Of everything else that takes part. */
  versions: Record<string, string>;
  /** How many cases the run was to have; an interrupted one has fewer. */
  planned: number;
  cases: Measured[];
}
