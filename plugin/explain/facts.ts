/** Where something stands in the source. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A function, a class, an initializer or the program, by where its body stands: see `keyOf`. */
export type BodyKey = string;

/** A directive or a tag of a function, class or program, which says something of itself. */
export interface OwnMark extends Range {
  readonly key: BodyKey;
  readonly kind: 'explicit' | 'none';
}

/** A call of what has a cooperative version, as far as the file alone tells. */
export interface CooperativeCall extends Range {
  /** What is called: `fs.readFileSync`. */
  readonly name: string;
  /** The module of the cooperative version, without the package: `node/fs`. */
  readonly module: string;
  /** Whether it can be called outside greenlets, where it is the original. */
  readonly hasSyncForm: boolean;
  /** Whether the file imports the cooperative version itself, which then blocks in unmarked code, too. */
  readonly isExplicit: boolean;
}

/** An expression of marked code in whose place the compiler puts something cooperative. */
export interface BoundReference extends Range {
  /** What it is bound to, as the file can import it: `greenlets/node/fs`. Of what is seen through a view, the original. */
  readonly module: string;
  /** The export of the module; null is the module itself, as a namespace or as what `import()` promises. */
  readonly member: string | null;
  /** Whether it is a dynamic import, and so a promise. */
  readonly isImport: boolean;
  /** Whether it is the view of an original that returns promises. */
  readonly isView: boolean;
}

/** Something that looks like a mark and is none. */
export interface NearMark extends Range {
  readonly kind: 'directive' | 'statement' | 'field' | 'comment';
  readonly message: string;
  /** Where the body begins that a statement was to mark. */
  readonly body: number;
}

export interface FreezingFact extends Range {
  readonly message: string;
}

/** What the compiler knows about a file, in plain data. */
export interface FileFacts {
  /** The functions, classes and initializers that are compiled, or would be. */
  readonly marked: ReadonlySet<BodyKey>;
  readonly own: readonly OwnMark[];
  /** Calls of marked and of unmarked code alike. */
  readonly cooperative: readonly CooperativeCall[];
  readonly bound: readonly BoundReference[];
  readonly nearMisses: readonly NearMark[];
  readonly freezing: readonly FreezingFact[];
  /** Why nothing is marked, if that is not clear. */
  readonly refusal: Refusal | null;
}

/** Why a file cannot be compiled. */
export interface Refusal extends Range {
  readonly code: string;
  readonly message: string;
}

/** What takes an analysis of the whole file. */
export interface Verdict {
  readonly refusal: Refusal | null;
  /** The marks of functions, classes and files in which nothing is compiled, and nothing replaced. */
  readonly idle: ReadonlySet<BodyKey>;
}
