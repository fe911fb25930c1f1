import type { ts } from 'ts-morph';
import type { FileFacts, Verdict } from '../../plugin/explain/facts.ts';
import type { TypeScript } from './graph/syntax.ts';

/**
 * A program of TypeScript to look at. The compiler is passed along, since there is more than one: ts-morph brings its own, and the numbers
 * of the syntax differ between versions.
 */
export interface Host {
  readonly ts: TypeScript;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The files of the project, which are compiled; not those of packages, and no declarations. */
  readonly files: readonly ts.SourceFile[];
  facts(file: ts.SourceFile): FileFacts;
  verdict(file: ts.SourceFile): Verdict;
  /** Is told how many files have been read. */
  progress(done: number): void;
}
