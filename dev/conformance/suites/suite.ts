/** A program of a suite: the body of a function, in sloppy mode unless it says otherwise. */
export interface Program {
  /** The file, from the checkout, and which of its programs this is. */
  name: string;
  source: string;
  /** The folder that its relative imports start from. */
  folder: string;
}

/** A test suite of another project: where its programs are. */
export interface Suite {
  /** The folder of the checkout, as `git clone` calls it. */
  name: string;
  repository: string;
  /** What the scoreboard says about it. */
  description: string;
  /** The files that hold programs: paths from the checkout. */
  find: (checkout: string) => string[];
  read: (checkout: string, file: string) => Program[];
}
