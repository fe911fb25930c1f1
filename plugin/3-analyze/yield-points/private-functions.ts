import { types as t } from '@babel/core';
import type { Flow } from '../flow/index.ts';
import type { Analysis, FunctionInfo } from '../model.ts';

/** Whether it is worth looking for them where nothing that is builtin is trusted. */
export function mayHavePrivateFunctions({ callers }: Flow, analysis: Analysis): boolean {
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
 * Input: the yield points are known. Output: `isPrivate` and `privateCalls`.
 */
export function findPrivateFunctions(flow: Flow, analysis: Analysis): void {
  const understanding = callsOfReentrant(analysis);
  for (const [fn, callers] of flow.callers) {
    fn.isPrivate = mayBePrivate(fn, analysis) && callers.length > 0 && callers.every((node) => understanding.has(node));
  }
  for (const [node, callees] of flow.callees) {
    const isPrivate = callees.every((fn) => fn.isPrivate || !fn.compiled || (fn.async && !fn.generator));
    if (understanding.has(node) && isPrivate && callees.length > 0) analysis.privateCalls.add(node);
  }
}

/** The plain calls that suspend the function that they are in. A generator may have been resumed by unmarked code. */
function callsOfReentrant({ functions, yieldPoints }: Analysis): Set<t.Node> {
  const calls = functions.filter(({ compiled, generator }) => compiled && !generator).flatMap((fn) => fn.calls);
  return new Set(calls.map(({ node }) => node).filter((node) => isPlainCall(node) && yieldPoints.has(node)));
}

function isPlainCall(node: t.Node): boolean {
  return t.isCallExpression(node) && !t.isSuper(node.callee);
}

function mayBePrivate(fn: FunctionInfo, { movedFields, generatorStarts }: Analysis): boolean {
  const { kind, compiled, async, generator, node } = fn;
  if (!compiled || async || generator || movedFields.methods.has(node) || generatorStarts.has(node)) return false;
  return kind === 'function' || kind === 'arrow' || kind === 'method';
}
