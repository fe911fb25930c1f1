/** A place in a file: lines from 1, columns from 0. */
export interface Position {
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What istanbul counts in a file. */
export interface CoverageData {
  readonly statementMap: Readonly<Record<string, Range>>;
  readonly fnMap: Readonly<Record<string, { readonly name: string; readonly decl: Range; readonly loc: Range }>>;
  readonly branchMap: Readonly<Record<string, { readonly loc: Range; readonly locations: readonly Range[] }>>;
}
