/**
 * A type whose values come with methods that call nobody but whom they are given: strings and numbers, arrays and typed
 * arrays, maps and sets, regular expressions.
 */
export interface BuiltinType {
  readonly kind: 'primitive' | 'array' | 'map' | 'set' | 'regexp';
  /** The type of the elements of an array, if it is one of these, too. */
  readonly elements: BuiltinType | null;
}

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
  /** The type of an expression; null if it is no builtin. */
  typeAt(start: number, end: number): BuiltinType | null;
}
