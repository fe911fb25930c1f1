import type { types as t } from '@babel/core';
import type { BuiltinType, TypesOfFile } from '../../interface/type-source.ts';

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
