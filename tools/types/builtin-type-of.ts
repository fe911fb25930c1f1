import type { Symbol, Type } from 'ts-morph';
import { arrayOf, builtinNamed, PRIMITIVE, union } from '../../plugin/3-analyze/types/builtin-type.ts';
import { type BuiltinType } from '../../plugin/interface/type-source.ts';

/** How deep elements of arrays are looked into: types may be endless. */
const DEPTH = 3;

/** The builtin type that a type of TypeScript is; null if its values may be something else. */
export function builtinTypeOf(type: Type, depth = DEPTH): BuiltinType | null {
  if (depth === 0) return null;
  if (isPrimitive(type)) return PRIMITIVE;
  if (type.isUnion()) {
    const members = type.getUnionTypes().filter((member) => !member.isNull() && !member.isUndefined());
    return union(members.map((member) => builtinTypeOf(member, depth)));
  }
  // A string with a brand is a string.
  if (type.isIntersection()) return type.getIntersectionTypes().some(isPrimitive) ? PRIMITIVE : null;
  if (type.isTypeParameter()) return ofConstraint(type, depth);
  if (type.isTuple())
    return arrayOf(union(type.getTupleElements().map((element) => builtinTypeOf(element, depth - 1))));
  return ofLibrary(type, depth);
}

function isPrimitive(type: Type): boolean {
  return (
    type.isString() ||
    type.isNumber() ||
    type.isBoolean() ||
    type.isBigInt() ||
    type.isLiteral() ||
    type.isTemplateLiteral() ||
    type.isEnum()
  );
}

function ofConstraint(type: Type, depth: number): BuiltinType | null {
  const constraint = type.getConstraint();
  return constraint === undefined ? null : builtinTypeOf(constraint, depth);
}

function ofLibrary(type: Type, depth: number): BuiltinType | null {
  const symbol = type.getSymbol();
  if (symbol === undefined || !isOfLibrary(symbol)) return null;
  return builtinNamed(symbol.getName(), () => {
    const [element] = type.getTypeArguments();
    return element === undefined ? null : builtinTypeOf(element, depth - 1);
  });
}

/** Whether TypeScript's description of the language declares it. */
function isOfLibrary(symbol: Symbol): boolean {
  return symbol.getDeclarations().some((declaration) => {
    const program = declaration.getProject().getProgram().compilerObject;
    return program.isSourceFileDefaultLibrary(declaration.getSourceFile().compilerNode);
  });
}
