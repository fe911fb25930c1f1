import type { types as t } from '@babel/core';
import type { BuiltinType } from './builtin-type.ts';

export type { BuiltinType };

/** Somebody who knows the types of expressions: a type checker. */
export interface TypeSource {
  /**
   * The expressions of a file that have a builtin type; null if nothing is known about the file.
   *
   * @param filename its absolute path
   * @param source what the compiler reads; positions are of use only if the type checker reads the same
   */
  typesIn(filename: string, source: string): TypesOfFile | null;
}

/** Types by where the expression begins and ends: `typeAt(12, 15)`. */
export interface TypesOfFile {
  typeAt(start: number, end: number): BuiltinType | null;
}

/** What is known about the types of a program that its annotations do not tell. */
export interface KnownTypes {
  /** What a type checker knows about the file. */
  checked: TypesOfFile | null;
  /** The parameters of constructors that were written out as fields of their classes. */
  parameterProperties: ReadonlyMap<t.Node, readonly t.Identifier[]>;
}

/** The builtin type of an expression, as far as a type checker knows. */
export function checkedType(node: t.Node, types: TypesOfFile | null): BuiltinType | null {
  if (types === null || typeof node.start !== 'number' || typeof node.end !== 'number') return null;
  return types.typeAt(node.start, node.end);
}
