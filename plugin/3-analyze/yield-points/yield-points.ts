import { types as t } from '@babel/core';
import { isEvaluatedInPlace } from '../../syntax/evaluation/activations.ts';
import { mayBePromise } from '../../syntax/evaluation/may-be-promise.ts';
import { eachAround, findAround } from './around.ts';
import { resolveCallees } from './callees.ts';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { analyzeFlow, type Flow } from '../flow/index.ts';
import { placesOf } from '../../syntax/node-list.ts';
import { findIterations, isPlainIterable, ITERATING } from './iterations.ts';
import type { CallSite, FunctionInfo, Resolution, Suspensions } from '../model.ts';
import { findPrivateFunctions, mayHavePrivateFunctions } from './private-functions.ts';
import { canBeDefinedOpenly } from './private-methods.ts';

/** What each call of a program calls, and how values move through it. */
export interface FollowedCalls {
  readonly flow: Flow | null;
  readonly program: Followed;
}

/**
 * Finds the calls that may suspend.
 *
 * A call may suspend unless its callee is a builtin that calls nobody back, or a function of this program that is
 * known to contain no call that may suspend: the least fixpoint over the calls of the program.
 *
 * Input: a program whose calls have been followed; that can be asked once. Output: what may suspend; `compiled` and `isPrivate` of the
 * functions.
 */
export function findYieldPoints({ flow, program }: FollowedCalls): Suspensions {
  const suspending = suspendingFunctions(program);
  const compilable = compilableFunctions(program);
  const yieldPoints = yieldPointsIn(compilable, suspending, program);
  const { yielding, functions } = findAround(yieldPoints, program.resolution);
  for (const fn of compilable) {
    fn.compiled =
      (functions.has(fn) && (!fn.generator || hasOwnYieldPoint(fn, program, suspending))) ||
      awaitsWhatItReturns(fn, program.resolution);
  }
  const { nativeIterations, iterations } = program;
  const privateCalls = callPrivately(flow, program.resolution, yieldPoints);
  return { nativeIterations, iterations, yieldPoints, yielding, privateCalls };
}

/** The nodes that contain a yield point, for a pass that will change the program. */
export function findYielding({ program }: FollowedCalls): ReadonlySet<t.Node> {
  const yieldPoints = yieldPointsIn(compilableFunctions(program), suspendingFunctions(program), program);
  return findAround(yieldPoints, program.resolution).yielding;
}

function compilableFunctions({ resolution }: Followed): Set<FunctionInfo> {
  return new Set(resolution.functions.filter((fn) => canBeCompiled(fn, resolution)));
}

function yieldPointsIn(
  compilable: ReadonlySet<FunctionInfo>,
  suspending: Set<FunctionInfo>,
  { suspendingSyntax }: Followed,
): Set<t.Node> {
  const yieldPoints = new Set<t.Node>();
  for (const fn of compilable) {
    for (const call of fn.calls) if (callSuspends(call, suspending)) yieldPoints.add(call.node);
  }
  for (const [node, fn] of suspendingSyntax) if (compilable.has(fn)) yieldPoints.add(node);
  return yieldPoints;
}

function callPrivately(
  flow: Flow | null,
  resolution: Resolution,
  yieldPoints: ReadonlySet<t.Node>,
): ReadonlySet<t.Node> {
  if (flow === null || !mayHavePrivateFunctions(flow, resolution)) return new Set();
  const wary = flow.distrust();
  return wary === null ? new Set() : findPrivateFunctions(wary, resolution, yieldPoints);
}

/**
 * The fields whose initializers may suspend, and static blocks.
 *
 * @param canMove whether an initializer will suspend its constructor, and so whatever constructs an object, if it may suspend
 */
export function findBlockingInitializers(
  { program }: FollowedCalls,
  canMove: (initializer: t.Node) => boolean,
): ReadonlySet<t.Node> {
  const suspending = suspendingFunctions(program, canMove);
  const mayBlock = (fn: FunctionInfo): boolean =>
    fn.calls.some((call) => callSuspends(call, suspending)) || program.suspendingByThemselves.has(fn);
  const initializers = program.resolution.functions.filter((fn) => fn.kind === 'initializer' && mayBlock(fn));
  return new Set(initializers.map(({ node }) => node));
}

/** A program of which is known what it iterates. */
interface Iterated extends Pick<Suspensions, 'nativeIterations' | 'iterations'> {
  resolution: Resolution;
}

/** A program of which is known what may suspend without a call, and in which functions that is. */
interface Followed extends Iterated {
  suspendingSyntax: ReadonlyMap<t.Node, FunctionInfo>;
  suspendingByThemselves: ReadonlySet<FunctionInfo>;
}

/**
 * Finds out what each call calls. With `stress`, values are not followed through the program, so that as many calls as possible suspend.
 */
export function followCalls(resolution: Resolution, stress: boolean): FollowedCalls {
  const flow = analyzeFlow(resolution);
  const followed = stress ? null : flow;
  for (const fn of resolution.functions) resolveCallees(fn, followed, resolution);
  const nativeIterations = followed?.nativeIterations ?? new Set();
  const iterations = findIterations(resolution);
  const suspendingSyntax = findSuspendingSyntax({ resolution, nativeIterations, iterations });
  const suspendingByThemselves = new Set([
    ...suspendingSyntax.values(),
    ...resolution.functions.filter((fn) => fn.calls.some(({ callees }) => callees === null)),
  ]);
  return { flow, program: { resolution, nativeIterations, iterations, suspendingSyntax, suspendingByThemselves } };
}

/** Accessors and initializers are called implicitly: a border. */
function canBeCompiled(fn: FunctionInfo, { movedFields }: Resolution): boolean {
  if (!fn.marked) return false;
  if (fn.kind === 'program' || fn.kind === 'accessor' || fn.kind === 'initializer') return false;
  if (!t.isClassPrivateMethod(fn.node) || fn.async || !fn.usesSuper) return true;
  return movedFields.methods.has(fn.node) || canBeDefinedOpenly(fn);
}

/**
 * A generator whose only yield points are `yield`s at which it waits for nothing is left alone; but not if one is in the head or a key of a
 * class, or in a literal with methods: these may end up in a function.
 */
function hasOwnYieldPoint(fn: FunctionInfo, program: Iterated, suspending: Set<FunctionInfo>): boolean {
  if (fn.calls.some((call) => callSuspends(call, suspending))) return true;
  let found = false;
  walkOwn(fn.node, program.resolution, (node) => {
    found ||= isSuspendingSyntax(node, program) && !isMereYield(node, fn);
    found ||= mayMoveToFunction(node) && containsNativeWait(node, program.resolution);
  });
  return found;
}

/** An async generator awaits what it yields, where it may be killed. */
function isMereYield(node: t.Node, { async }: FunctionInfo): boolean {
  return t.isYieldExpression(node) && !node.delegate && !(async && mayBePromise(node.argument));
}

/** An async generator awaits what it returns, too. */
function awaitsWhatItReturns(fn: FunctionInfo, analysis: Resolution): boolean {
  let found = false;
  if (fn.async && fn.generator)
    walkOwn(fn.node, analysis, (node) => {
      found ||= t.isReturnStatement(node) && mayBePromise(node.argument);
    });
  return found;
}

function mayMoveToFunction(node: t.Node): boolean {
  return (
    t.isClass(node) || (t.isObjectExpression(node) && node.properties.some((property) => t.isObjectMethod(property)))
  );
}

function containsNativeWait(node: t.Node, analysis: Resolution): boolean {
  let found = false;
  walkOwn(node, analysis, (part) => {
    found ||= isNativeInGenerators(part);
  });
  return found;
}

/** `yield`, and `await` in an async generator. */
function isNativeInGenerators(node: t.Node): boolean {
  return t.isAwaitExpression(node) || (t.isYieldExpression(node) && !node.delegate);
}

function suspendingFunctions(
  { resolution, suspendingByThemselves }: Followed,
  canMove: (initializer: t.Node) => boolean = () => false,
): Set<FunctionInfo> {
  const suspending = new Set<FunctionInfo>();
  const callersOf = new Map<FunctionInfo, FunctionInfo[]>();
  const pending: FunctionInfo[] = [];
  for (const fn of resolution.functions) {
    if (!canBeCompiled(fn, resolution) && !(fn.kind === 'initializer' && canMove(fn.node))) continue;
    for (const { callees } of fn.calls) {
      for (const callee of callees ?? []) {
        const callers = callersOf.get(callee);
        if (callers === undefined) callersOf.set(callee, [fn]);
        else callers.push(fn);
      }
    }
    if (suspendingByThemselves.has(fn)) pending.push(fn);
  }
  for (let fn = pending.pop(); fn !== undefined; fn = pending.pop()) {
    if (suspending.has(fn)) continue;
    suspending.add(fn);
    if (!fn.async && !fn.generator) pending.push(...(callersOf.get(fn) ?? []));
  }
  return suspending;
}

function callSuspends({ callees }: CallSite, suspending: Set<FunctionInfo>): boolean {
  return callees === null || callees.some((fn) => suspending.has(fn) && !fn.async && !fn.generator);
}

/** Syntax that may suspend without a call: `await`, `yield*`, iterations, whose `next` may block, and disposals. */
function isSuspendingSyntax(node: t.Node, { resolution, nativeIterations, iterations }: Iterated): boolean {
  switch (node.type) {
    case 'AwaitExpression':
      return true;
    case 'YieldExpression':
      return true;
    case 'VariableDeclaration':
      return node.kind.includes('using');
    case 'ForOfStatement':
      return node.await || !(nativeIterations.has(node) || isPlainIterable(node.right, resolution));
    default:
      return iterations.has(node) && !nativeIterations.has(node);
  }
}

/** What may be such syntax, besides what iterates. */
const SUSPENDING = ['AwaitExpression', 'YieldExpression', 'VariableDeclaration', 'ForOfStatement'] as const;

/** Such syntax, with the functions that it belongs to. */
function findSuspendingSyntax(program: Iterated): Map<t.Node, FunctionInfo> {
  const found = new Map<t.Node, FunctionInfo>();
  const { resolution } = program;
  for (const index of placesOf(resolution.list, ...SUSPENDING, ...ITERATING)) {
    const node = resolution.list.nodes[index] as t.Node;
    if (isSuspendingSyntax(node, program)) eachAround(index, resolution, null, (fn) => found.set(node, fn));
  }
  return found;
}

/** Visits what belongs to the activation of a function: not the bodies of the functions and classes in it. */
function walkOwn(root: t.Node, analysis: Resolution, visit: (node: t.Node) => void): void {
  eachOwnChild(root, analysis, (child) => {
    visit(child);
    walkOwn(child, analysis, visit);
  });
}

function eachOwnChild(node: t.Node, analysis: Resolution, visit: (child: t.Node) => void): void {
  const isFunction = analysis.infoOf.has(node);
  eachChild(node, (child, key) => {
    if (isTypeOnly(child) || (isFunction && isEvaluatedInPlace(key))) return;
    const inner = analysis.infoOf.get(child);
    if (inner === undefined) visit(child);
    else for (const part of outerParts(child)) visit(part);
  });
}

/** The parts of a method or field that the surrounding function evaluates. */
function outerParts(node: t.Node): t.Node[] {
  const { computed, key, decorators } = node as { computed?: boolean; key?: t.Node; decorators?: t.Node[] | null };
  return [...(decorators ?? []), ...(computed === true && key !== undefined ? [key] : [])];
}
