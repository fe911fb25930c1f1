import type { ts } from 'ts-morph';

/** A function of the project, or code that runs as one: the top level of a file, an initializer of a field. */
export interface Fn {
  readonly node: ts.Node;
  readonly file: ts.SourceFile;
  readonly name: string;
  readonly kind: 'program' | 'function' | 'accessor' | 'initializer';
  readonly marked: boolean;
  /** Whether it, or something around it, says `"use no greenlet"`. */
  readonly optedOut: boolean;
  /** Whether calling it does not run its body to the end: a promise or an iterator is returned. */
  readonly detached: boolean;
  readonly calls: Call[];
  /** The functions that its parameters are given, by their places. */
  readonly given: Map<number, Set<Fn>>;
}

/** A call, as far as it is known what it calls. */
export interface Call {
  readonly node: ts.Node;
  readonly callees: ReadonlySet<Fn>;
  readonly leaf: Leaf | null;
  /** Whether it goes through the values of a generator, whose body runs then. */
  readonly iterates: boolean;
}

/** A function outside the project that blocks. */
export interface Leaf {
  readonly name: string;
  /**
   * Whether it may be called where nothing can wait: it has a synchronous form, or blocks only under some conditions. What has
   * none throws wherever it is called but in greenlets.
   */
  readonly mayWork: boolean;
  /** Whether it blocks only in marked code, which it reaches by another name. */
  readonly inMarkedOnly: boolean;
}

/** Functions that are handed to something which is not compiled, and calls them. */
export interface Handing {
  readonly node: ts.Node;
  readonly from: Fn;
  readonly fn: Fn;
  /** Who calls it: `new Promise`, `emitter.on`. */
  readonly to: string;
  /** `later`: outside every greenlet; `refuses`: by this package, where it must not block; `unknown`: by a library, now or later. */
  readonly when: 'now' | 'later' | 'refuses' | 'unknown';
}

/** Who calls whom in a project. */
export interface Graph {
  readonly functions: readonly Fn[];
  readonly handings: readonly Handing[];
  /** Functions that greenlets begin with. */
  readonly started: ReadonlySet<Fn>;
}

/** A call in a chain, and the function that it stands in. */
export interface Step {
  readonly fn: Fn;
  readonly call: Call;
}

/** Why a function may wait: the calls that lead from it to what blocks. */
export interface Chain {
  readonly steps: readonly Step[];
  readonly leaf: Leaf;
}
