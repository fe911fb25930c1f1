import type { NodePath, types as t } from '@babel/core';
import type { Marks } from './1-mark/mark.ts';
import type { Facts } from './3-analyze/facts.ts';
import type { Clause } from './3-analyze/cancellations/clauses.ts';
import type { Analysis } from './3-analyze/model.ts';
import type { Warning } from './interface/diagnostics.ts';
import type { FileOptions } from './interface/options.ts';
import type { NodeList } from './syntax/node-list.ts';
import type { TypesOfFile } from './interface/type-source.ts';

/** Takes warnings. */
export type Report = (warning: Warning) => void;

/** A file, and what is known about it besides the options. */
export interface Source {
  readonly path: NodePath<t.Program>;
  readonly options: FileOptions;
  /** What a type checker knows about the file. */
  readonly checked: TypesOfFile | null;
  /** Whether no other plugin sees the result. */
  readonly alone: boolean;
  /** Where warnings go; null if nobody wants any. */
  readonly warn: Report | null;
  /** Where warnings of marks go that are none: also in production, where what they should mark fails. */
  readonly hint: Report | null;
  /** Whether it is, and stays, an ES module, which can wait at its top level. */
  readonly canAwait: boolean;
  /** Whether fields that have a type and no value are fields: there are builds in which they are mere declarations. */
  readonly keepsTypedFields: boolean;
  /** The file as it was written. */
  readonly code: string;
}

/** A program of which is known what to compile. Passes mark the functions that they make, too. */
export interface Marked extends Source {
  /** The nodes of the program as it was parsed. */
  readonly parsed: NodeList;
  readonly marked: Set<t.Node>;
  readonly own: Marks['own'];
}

/** A program without the constructs that later passes do not know, and what is known about the nodes in their places. */
export interface Normalized extends Marked {
  readonly facts: Facts;
  /** The functions of the contract that are used already, and their local names. */
  readonly helpers: ReadonlyMap<string, string>;
}

/** A program of which is known which calls may suspend. */
export interface Analyzed extends Normalized {
  readonly analysis: Analysis;
  /** What its `catch` clauses do with cancellations. */
  readonly clauses: ReadonlyMap<t.Node, Clause>;
}

declare const allocated: unique symbol;

/** A program whose bindings know where they are kept. */
export interface Allocated extends Analyzed {
  readonly [allocated]: true;
}
