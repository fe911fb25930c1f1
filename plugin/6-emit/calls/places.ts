import { types as t } from '@babel/core';

/** Where the source makes a call. */
export interface Place {
  readonly loc: t.SourceLocation;
  /** How the source calls the function, for tools that name frames by it; empty if it has no name for it. */
  readonly name: string;
}

type Call =
  t.CallExpression | t.OptionalCallExpression | t.NewExpression | t.TaggedTemplateExpression | t.AwaitExpression;

/** Where the engine says that a call is: at the name of a method. To be asked before the call is rewritten. */
export function placeOfCall(node: Call): Place | null {
  const callee = 'callee' in node ? node.callee : null;
  const isMethod = (t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee)) && !t.isNewExpression(node);
  const named = isMethod && !callee.computed ? callee.property : callee;
  const loc = isMethod && !callee.computed ? (callee.property.loc ?? node.loc) : node.loc;
  return loc ? { loc, name: t.isIdentifier(named) ? named.name : '' } : null;
}

/** Where a call is that the language makes: at the statement, or the value that is iterated. */
export function placeOf({ loc }: t.Node): Place | null {
  return loc ? { loc, name: '' } : null;
}

export function placeOfIteration(origin: t.Node): Place | null {
  return placeOf(t.isForOfStatement(origin) ? origin.right : origin);
}

/**
 * Gives a call that we write the place of one in the source, and the name, lest tools take that of our function from the
 * source map.
 */
export function placed(call: t.CallExpression, place: Place): t.CallExpression {
  call.loc = place.loc;
  // Where the callee becomes an expression in parentheses, the engine says that the call is behind it.
  call.callee.loc = beginningOf(place);
  return call;
}

/** The same where the place may be unknown. */
export function placedAt<E extends t.Expression>(place: Place | null, call: E): E {
  if (place !== null && t.isCallExpression(call)) placed(call, place);
  return call;
}

/** The same for a `yield*` that we write in the place of a call. */
export function placedDelegation(delegated: t.Identifier, place: Place | null): t.YieldExpression {
  const result = t.yieldExpression(delegated, true);
  if (place === null) return result;
  result.loc = place.loc;
  delegated.loc = beginningOf(place);
  return result;
}

function beginningOf({ loc, name }: Place): t.SourceLocation {
  return { ...loc, end: loc.start, identifierName: name };
}
