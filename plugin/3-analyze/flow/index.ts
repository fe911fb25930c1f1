import type { types as t } from '@babel/core';
import type { Resolution, FunctionInfo } from '../model.ts';
import { callUnknown } from './calls/site.ts';
import { IMPLICIT } from './heap/implicit-names.ts';
import type { Place } from './heap/place.ts';
import { ANYTHING, type Value } from './heap/value.ts';
import { Walker } from './walk/walker.ts';

/** What values can be where: what the calls of a program call, and what is iterated natively. */
export interface Flow {
  /** The functions of the program that a call may call; missing where it may call anything else that could suspend. */
  callees: Map<t.Node, readonly FunctionInfo[]>;
  /** The `for...of` loops, spreads and array patterns over nothing but arrays, collections and strings. */
  nativeIterations: Set<t.Node>;
  /** The calls by which each function is called that is called in no other way. */
  callers: Map<FunctionInfo, readonly t.Node[]>;
  /**
   * The same if code outside the file is expected to replace builtins, and to put accessors on the prototypes that all objects
   * share, which then get objects of the file. If it does, a call that was thought to suspend nobody is a border; but a function
   * that it can get at must look who calls it. Null if it takes too long. It ends the analysis.
   */
  distrust: () => Omit<Flow, 'distrust'> | null;
}

/**
 * Follows the functions and objects of a program through its variables, properties and calls: for every place, which
 * values it may ever hold (Andersen's points-to analysis, one context for all calls of a function).
 *
 * Whatever reaches code outside the file, by export, as an argument, in a property, is lost from sight: it may be
 * called with anything, and changed to anything. So is all that the analysis does not understand. A function of which no
 * call was found is taken to be called from outside, as is a method that no object was found to have.
 *
 * Output: null if it takes too long, or where `eval` and `with` make a secret of what is called.
 */
export function analyzeFlow(analysis: Resolution): Flow | null {
  if (analysis.functions.some(({ directEval, withStatement }) => directEval !== null || withStatement !== null))
    return null;
  const walker = new Walker(analysis);
  walker.walkChildren(analysis.program.node);
  if (isGlobalScript(analysis)) exposeVariables(walker);
  if (!finish(walker)) return null;
  const distrust = (): Omit<Flow, 'distrust'> | null => {
    const { heap } = walker;
    heap.work.startAgain();
    heap.trust.lose((place) => heap.escape(place));
    return finish(walker) ? report(walker) : null;
  };
  const { callees, nativeIterations, callers } = report(walker);
  return { callees, nativeIterations, callers, distrust };
}

/** Follows all values; false if it takes too long. */
function finish(walker: Walker): boolean {
  do if (!walker.heap.work.finish()) return false;
  while (giveUpOnUnexplained(walker));
  return true;
}

/** What a script declares at its top level, other scripts see. */
function isGlobalScript({ program, refOf }: Resolution): boolean {
  if ((program.node as t.Program).sourceType === 'module') return false;
  const isOfModule = new Set(['module', 'exports', 'require']);
  for (const { name, binding } of refOf.values()) if (binding === null && isOfModule.has(name)) return false;
  return true;
}

function exposeVariables(walker: Walker): void {
  for (const binding of walker.analysis.program.scope?.bindings.values() ?? []) {
    const variable = walker.variable(binding);
    variable.add(walker.heap.unknown);
    walker.heap.escape(variable);
  }
}

/** Takes to be unknown what has not been explained so far; tells whether there was anything. */
function giveUpOnUnexplained({ heap, analysis, sites }: Walker): boolean {
  let found = heap.trust.isLost && heap.lookups.settle(heap);
  for (const info of analysis.functions) {
    if (info.kind === 'program' || heap.activation(info).called) continue;
    heap.expose(info);
    found = true;
  }
  for (const site of sites) {
    if (site.unknown) continue;
    const missing = site.lookups.filter(({ methods }) => methods.values.size === 0);
    if (missing.length === 0 && site.target.values.size > 0) continue;
    callUnknown(heap, site);
    for (const { receiver } of missing) heap.release(receiver);
    found = true;
  }
  return found;
}

function report(walker: Walker): Omit<Flow, 'distrust'> {
  const { sites, iterated } = walker;
  const callees = new Map<t.Node, readonly FunctionInfo[]>();
  for (const site of sites) if (!site.unknown) callees.set(site.node, [...site.callees]);
  const nativeIterations = new Set<t.Node>();
  const { iterators } = walker.analysis.replaced;
  for (const [node, { values }] of iterated) {
    if (values.size > 0 && [...values].every((value) => isNative(value, iterators))) nativeIterations.add(node);
  }
  return { callees, nativeIterations, callers: callersOf(walker) };
}

const NATIVE = new Set(['array', 'map', 'set']);

/** Whether a value is iterated as the language defines it. */
function isNative({ kind, fields }: Value, iterators: boolean): boolean {
  if (kind === 'primitive') return true;
  return NATIVE.has(kind) && !iterators && (fields.get(ANYTHING)?.values.size ?? 0) === 0;
}

function callersOf({ heap, sites, analysis }: Walker): Map<FunctionInfo, t.Node[]> {
  const exposed = new Set<FunctionInfo>();
  const expose = (place: Place): void => {
    for (const { info } of place.values) if (info !== null) exposed.add(info);
  };
  for (const { elements, fields } of heap.values) {
    // Among them are methods under well-known symbols.
    expose(elements);
    for (const [name, field] of fields) if (IMPLICIT.has(name)) expose(field);
  }
  const callers = new Map<FunctionInfo, t.Node[]>();
  for (const [info, { value, implicit }] of heap.activations) {
    const mayLeak = !info.strict && (info.usesArguments || analysis.names.has('caller'));
    if (!implicit && value.outsider === null && !exposed.has(info) && !mayLeak) callers.set(info, []);
  }
  for (const { node, callees } of sites) for (const info of callees) callers.get(info)?.push(node);
  return callers;
}
