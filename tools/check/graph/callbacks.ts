import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import type { TypeScript } from './syntax.ts';

/**
 * What a function of this package does with one that it is given. `calls`: it calls it on the stack of its caller, and so blocks if that does. `starts`: it
 * calls it in a greenlet. `refuses`: it calls it where it must not block. `later`: it calls it as a promise does.
 */
export type Use = 'calls' | 'starts' | 'refuses' | 'later';

type CallNode = ts.CallExpression | ts.NewExpression;

/** The rule for documentation: `@param order ...; it must not block`. Other callbacks may block. */
const REFUSED = /\bmust not (?:block|switch)\b/;

/**
 * What becomes of an argument that is a function.
 *
 * @param declaration of what is called, as the name of it says: a class, or a variable
 */
export function useOf(node: CallNode, index: number, declaration: ts.Node, host: Host): Use {
  const { ts } = host;
  if (ts.getNameOfDeclaration(declaration as ts.Declaration)?.getText() === 'then') return 'later';
  const found = parameterOf(node, index, host);
  if (found === null) return 'starts';
  const { parameter, signature } = found;
  const name = parameter.name.getText();
  if (isRefused(signature, name, ts) || isRefused(declaration, name, ts)) return 'refuses';
  return returnsResultOf(found, ts) ? 'calls' : 'starts';
}

/** Whether a call returns what a function returns that it is given: then it has called it, here and now. */
export function returnsResult(node: CallNode, index: number, host: Host): boolean {
  const found = parameterOf(node, index, host);
  return found !== null && returnsResultOf(found, host.ts);
}

interface Parameter {
  readonly parameter: ts.ParameterDeclaration;
  readonly signature: ts.SignatureDeclaration;
}

/** The parameter that an argument is for, the last one being one for several; null if no declaration tells. */
function parameterOf(node: CallNode, index: number, { ts, checker }: Host): Parameter | null {
  const signature = checker.getResolvedSignature(node)?.declaration;
  if (signature === undefined || ts.isJSDocSignature(signature)) return null;
  const parameter = signature.parameters[Math.min(index, signature.parameters.length - 1)];
  return parameter === undefined ? null : { parameter, signature };
}

/** A variable that holds a function has the documentation of it. */
function isRefused(documented: ts.Node, parameter: string, ts: TypeScript): boolean {
  return ts
    .getJSDocTags(documented)
    .some((tag) => ts.isJSDocParameterTag(tag) && tag.name.getText() === parameter && REFUSED.test(tag.getText()));
}

/** `<R>(f: () => R): Awaited<R>`; a promise or a greenlet of it would be another type. */
function returnsResultOf({ parameter, signature }: Parameter, ts: TypeScript): boolean {
  const generic = new Set(signature.typeParameters?.map(({ name }) => name.text));
  const returned = partsOf(signature.type, ts);
  return resultsOf(parameter.type, generic, ts).some(
    (type) => returned.includes(type) || returned.includes(`Awaited<${type}>`),
  );
}

/** The type parameters that a function may return, as they are written. */
function resultsOf(type: ts.TypeNode | undefined, generic: ReadonlySet<string>, ts: TypeScript): string[] {
  if (type === undefined) return [];
  if (ts.isFunctionTypeNode(type)) return partsOf(type.type, ts).filter((part) => generic.has(part));
  const name = type.getText();
  return generic.has(name) ? [`ReturnType<${name}>`] : [];
}

/** The members of a union, or the type itself. */
function partsOf(type: ts.TypeNode | undefined, ts: TypeScript): string[] {
  if (type === undefined) return [];
  return (ts.isUnionTypeNode(type) ? [...type.types] : [type]).map((part) => part.getText());
}
