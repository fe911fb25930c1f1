import { types as t } from '@babel/core';
import type { Flow } from '../flow/index.ts';
import type { Resolution, FunctionInfo } from '../model.ts';

/** Whether it is worth looking for them where nothing that is builtin is trusted. */
export function mayHavePrivateFunctions({ callers }: Flow, analysis: Resolution): boolean {
  return [...callers].some(([fn, calls]) => mayBePrivate(fn, analysis) && calls.length > 0);
}

/**
 * Finds the functions that nothing but yield points of compiled functions can call. Their callers understand it if
 * they suspend, so there is nothing that they have to be told.
 *
 * A call that announces its callee may call a private function, too. One that does not may call nothing else that
 * can suspend.
 *
 * @param flow what values can be where if unmarked code replaces builtins and puts accessors on prototypes
 *
 * Output: `isPrivate` of functions; the calls that can only call private functions, and such as cannot suspend.
 */
export function findPrivateFunctions(
  flow: Pick<Flow, 'callers' | 'callees'>,
  resolution: Resolution,
  yieldPoints: ReadonlySet<t.Node>,
): ReadonlySet<t.Node> {
  const understanding = callsOfReentrant(resolution, yieldPoints);
  const privateCalls = new Set<t.Node>();
  for (const [fn, callers] of flow.callers) {
    fn.isPrivate =
      mayBePrivate(fn, resolution) && callers.length > 0 && callers.every((node) => understanding.has(node));
  }
  for (const [node, callees] of flow.callees) {
    const isPrivate = callees.every((fn) => fn.isPrivate || !fn.compiled || (fn.async && !fn.generator));
    if (understanding.has(node) && isPrivate && callees.length > 0) privateCalls.add(node);
  }
  return privateCalls;
}

/** The plain calls that suspend the function that they are in. A generator may have been resumed by unmarked code. */
function callsOfReentrant({ functions }: Resolution, yieldPoints: ReadonlySet<t.Node>): Set<t.Node> {
  const calls = functions.filter(({ compiled, generator }) => compiled && !generator).flatMap((fn) => fn.calls);
  return new Set(calls.map(({ node }) => node).filter((node) => isPlainCall(node) && yieldPoints.has(node)));
}

function isPlainCall(node: t.Node): boolean {
  return t.isCallExpression(node) && !t.isSuper(node.callee);
}

function mayBePrivate(fn: FunctionInfo, { movedFields, generatorStarts }: Resolution): boolean {
  const { kind, compiled, async, generator, node } = fn;
  if (!compiled || async || generator || movedFields.methods.has(node) || generatorStarts.has(node)) return false;
  return kind === 'function' || kind === 'arrow' || kind === 'method';
}
