import type { types as t } from '@babel/core';
import type { Analysis, FunctionInfo, Ref, Scope } from './model.ts';

/** The facts that depend on a node, where they can be added to. */
interface Facts {
  infoOf: Map<t.Node, FunctionInfo>;
  scopeOf: Map<t.Node, Scope>;
  refOf: Map<t.Node, Ref>;
  inferredNames: Map<t.Node, string>;
  yielding: Set<t.Node>;
}

/** A function that the emitter makes is the one that it stands for, with its scope. */
export function inheritFunction(made: t.Node, origin: t.Node, info: FunctionInfo, analysis: Analysis): void {
  const { infoOf, scopeOf } = factsOf(analysis);
  const scope = scopeOf.get(origin);
  if (scope !== undefined) scopeOf.set(made, scope);
  infoOf.set(made, info);
}

/** A node that the emitter makes contains a yield point if one of those that it is made of does. */
export function inheritYielding(made: t.Node, parts: readonly t.Node[], analysis: Analysis): void {
  const { yielding } = factsOf(analysis);
  if (parts.some((part) => yielding.has(part))) yielding.add(made);
}

/** Another occurrence of a variable means the same as the first. */
export function inheritReference(made: t.Identifier, origin: t.Node, analysis: Analysis): void {
  const { refOf } = factsOf(analysis);
  const ref = refOf.get(origin);
  if (ref !== undefined) refOf.set(made, { ...ref, node: made, write: false });
}

/** A function that cannot keep its name gets it from where it stands. */
export function inheritName(made: t.Node, name: string, analysis: Analysis): void {
  factsOf(analysis).inferredNames.set(made, name);
}

function factsOf(analysis: Analysis): Facts {
  return analysis as unknown as Facts;
}
