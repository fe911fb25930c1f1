import type { NodePath, types as t } from '@babel/core';
import { leaveDynamicCode } from './1-mark/dynamic-code.ts';
import { mark as findMarks } from './1-mark/mark.ts';
import { findNearMisses } from './1-mark/near-misses.ts';
import { passTagsOn } from './1-mark/passed-tags.ts';
import { findFreezingCalls } from './2-patch/freezing.ts';
import { patch } from './2-patch/index.ts';
import { analyze as analyzeProgram } from './3-analyze/analyze.ts';
import { findClauses } from './3-analyze/cancellations/clauses.ts';
import type { GeneratorStart, Notes } from './3-analyze/model.ts';
import { noMovedFields } from './3-analyze/notes.ts';
import { Facts } from './3-analyze/facts.ts';
import { resolve } from './3-analyze/scopes/resolve.ts';
import { isNamedLikeBuiltin, isPureCall } from './3-analyze/yield-points/builtins.ts';
import { writeOutAutoAccessors } from './4-normalize/classes/auto-accessors.ts';
import { checkParents } from './4-normalize/classes/class-parents.ts';
import { completeConstructors } from './4-normalize/classes/complete-constructors.ts';
import { moveInstanceFields } from './4-normalize/classes/instance-fields.ts';
import { moveStaticElements } from './4-normalize/classes/static-elements.ts';
import { writeOutStrictness } from './4-normalize/classes/strict-class-code.ts';
import { writeOutForInInitializers } from './4-normalize/for-in-initializers.ts';
import { moveGeneratorBodies } from './4-normalize/generators/generator-parameters.ts';
import { declareHiddenFunctions } from './4-normalize/hidden-functions.ts';
import { writePlainStatements } from './4-normalize/plain-statements.ts';
import { writeOutPrivateAccessors } from './4-normalize/private-accessors/private-accessors.ts';
import { restoreResources } from './4-normalize/top-level-resources.ts';
import { wrapTopLevel } from './4-normalize/top-level.ts';
import { writeOutParameterDecorators } from './4-normalize/typescript/parameter-decorators.ts';
import { writeOutParameterProperties } from './4-normalize/typescript/parameter-properties.ts';
import { removeTypeWrappers } from './4-normalize/typescript/type-wrappers.ts';
import { writeOutTypedFields } from './4-normalize/typescript/typed-fields.ts';
import { findNumbers } from './5-allocate/numbers.ts';
import { refuseImpossible } from './5-allocate/refusals.ts';
import { assignStorage } from './5-allocate/storage.ts';
import { importContract, leaveToGenerator, leaveToPlugins } from './6-emit/module/inject.ts';
import { hideCallees } from './6-emit/module/hide-callees.ts';
import { emitProgram } from './6-emit/module/program.ts';
import { expectNoNewFreeNames, expectSameFacts } from './7-check/check.ts';
import { expectNormalForm } from './7-check/normal-form.ts';
import { refuse, RefusedError, withCodeFrame } from './interface/diagnostics.ts';
import { passesOf, type RunPass } from './passes.ts';
import type { Allocated, Analyzed, Marked, Normalized, Source } from './states.ts';
import { deepestNode } from './syntax/depth.ts';
import { depthOf, listNodes } from './syntax/node-list.ts';
import { hideLoneParameters } from './syntax/names/lone-parameters.ts';
import { uniqueName } from './syntax/names/unique-name.ts';
import { isOutOfStack } from './syntax/out-of-stack.ts';
import { warnOfFreezing, warnOfNearMisses } from './warnings.ts';

/** Around a node in the source. Not half as many as lead to a program that Babel cannot print; hardly any program has more. */
const MOST_NODES_AROUND = 100;

/**
 * The pipeline: what happens to a file, in order. Each pass says what it expects and what it leaves.
 */
export function compile(source: Source): void {
  const { path, options } = source;
  try {
    const check = expectNoNewFreeNames(path);
    runPhases(source, passesOf(path.node, options.onPass));
    check();
  } catch (error) {
    const refused = isOutOfStack(error) ? refuse('GREENLETS105', deepestNode(path.node)) : error;
    throw refused instanceof RefusedError ? withCodeFrame(refused, path) : error;
  }
}

/**
 * The facts about a file, without compiling it. The program is normalized.
 *
 * @returns what is marked; and what is known about that, unless there is nothing
 * @throws {RefusedError} if it cannot be compiled
 */
export function inspect(source: Source): { marked: Marked; analyzed: Analyzed | null } {
  const pass = passesOf(source.path.node, null);
  const marked = mark(source, pass);
  return { marked, analyzed: marked.marked.size === 0 ? null : allocate(analyze(normalize(marked, pass), pass), pass) };
}

function runPhases(source: Source, pass: RunPass): void {
  const marked = mark(source, pass);
  if (marked.marked.size === 0) return;
  const normalized = normalize(marked, pass);
  expectNormalForm(normalized.path.node, normalized.marked);
  const analyzed = analyze(normalized, pass);
  const check = expectSameFacts(analyzed.analysis);
  emit(allocate(analyzed, pass), pass);
  check();
  if (depthOf(marked.parsed) > MOST_NODES_AROUND) expectPrintable(normalized.path);
}

/**
 * Whoever prints the program may run out of stack, where it is too late to say why. How much stack printing takes
 * depends on what V8 has optimized: so it is tried with some hundred frames less than there are.
 */
function expectPrintable(path: { toString(): string }, framesToSpare = 400): void {
  if (framesToSpare > 0) expectPrintable(path, framesToSpare - 1);
  else path.toString();
}

function mark(source: Source, pass: RunPass): Marked {
  const { path, options, hint } = source;
  const parsed = listNodes(path.node);
  passTagsOn(parsed);
  if (hint !== null) warnOfNearMisses(findNearMisses(path.node), hint);
  hideLoneParameters(parsed);
  const marks = pass('1-mark/mark', () => findMarks(path.node, parsed, options));
  pass('1-mark/dynamic-code', () => leaveDynamicCode(path.node, parsed, marks));
  return { ...source, parsed, marked: marks.marked, own: marks.own };
}

/** References are patched early, while Babel's scopes still know those of the source. */
function normalize(source: Marked, pass: RunPass): Normalized {
  const { path, options, marked, checked, warn } = source;
  const program = path.node;
  const { stress, neverSuspends } = options;
  const isMarked = (reference: NodePath): boolean => belongsToMarked(reference, marked);
  const movedFields = noMovedFields();
  const helpers = new Map<string, string>();
  const helper = (name: string, names: Set<string>): string => named(name, helpers, names);

  pass('4-normalize/plain-statements', () => writePlainStatements(program, source.parsed, marked, isAllMarked(source)));
  pass('2-patch', () => patch(path, source.parsed, isMarked, options));
  if (warn !== null) warnOfFreezing(findFreezingCalls(path, source.parsed, isMarked), warn);
  const parsed = pass('4-normalize/type-wrappers', () => removeTypeWrappers(program, source.parsed));
  if (source.keepsTypedFields) pass('4-normalize/typed-fields', () => writeOutTypedFields(parsed, marked));
  const late = pass('4-normalize/top-level', () => wrapBlockingTopLevel(source));
  pass('4-normalize/hidden-functions', () => declareHiddenFunctions(program, parsed, marked));
  pass('4-normalize/for-in-initializers', () => writeOutForInInitializers(program, parsed, marked));
  pass('4-normalize/strict-class-code', () => writeOutStrictness(program, marked));
  pass('4-normalize/constructors', () => completeConstructors(parsed, marked));
  pass('4-normalize/parameter-decorators', () => writeOutParameterDecorators(marked));
  const parameterProperties = pass('4-normalize/parameter-properties', () => writeOutParameterProperties(marked));
  const types = { checked, parameterProperties };
  pass('4-normalize/auto-accessors', () => writeOutAutoAccessors(program, marked, movedFields));
  const privateTargets = pass('4-normalize/private-accessors', () => writeOutPrivateAccessors(program, marked, helper));
  pass('4-normalize/static-elements', () => moveStaticElements(program, marked, movedFields, helper));
  const generatorStarts = new Map<t.Node, GeneratorStart>();
  const notes = { movedFields, late, privateTargets, generatorStarts, types, neverSuspends };
  const facts = new Facts(program, marked, notes, stress);
  pass('4-normalize/generator-parameters', () => moveGeneratorBodies(program, marked, facts, generatorStarts, helper));
  pass('4-normalize/class-parents', () => checkParents(facts, marked, generatorStarts, helper));
  pass('4-normalize/instance-fields', () => moveInstanceFields(program, marked, movedFields, facts, helper));
  return { ...source, facts, helpers };
}

function analyze(source: Normalized, pass: RunPass): Analyzed {
  const analysis = pass('3-analyze', () => analyzeProgram(source.facts));
  return { ...source, analysis, clauses: findClauses(analysis) };
}

function allocate(source: Analyzed, pass: RunPass): Allocated {
  const { analysis } = source;
  pass('5-allocate/storage', () => assignStorage(analysis));
  pass('5-allocate/numbers', () => findNumbers(analysis));
  pass('5-allocate/refusals', () => refuseImpossible(analysis));
  return source as Allocated;
}

function emit(source: Allocated, pass: RunPass): void {
  const { path, options, alone, helpers, analysis, clauses } = source;
  const emitted = pass('6-emit', () => emitProgram(path.node, analysis, clauses, helpers, options));
  pass('6-emit/contract', () => {
    const contract = importContract(path, emitted);
    if (alone) leaveToGenerator(path, contract);
    else leaveToPlugins(path, contract);
  });
  pass('6-emit/callees', () => hideCallees(path.node));
}

/** The local name of a function of the contract; asked for once it is needed. */
function named(name: string, helpers: Map<string, string>, names: Set<string>): string {
  const local = helpers.get(name) ?? uniqueName(name, names);
  helpers.set(name, local);
  return local;
}

/** Whether code that belongs to no function, class or initializer is marked. */
function isAllMarked({ path, options, marked }: Marked): boolean {
  return marked.has(path.node) || options.mark === 'all';
}

function wrapBlockingTopLevel({ path, marked, canAwait, code }: Marked): Notes['late'] {
  const program = path.node;
  if (!marked.has(program) || !canAwait) return new Map();
  restoreResources(program, code);
  const resolution = resolve(program, () => false);
  // A module is not made to wait for the sake of what is nearly always a method of a string.
  const isPlain = (call: t.Node): boolean => isPureCall(call, resolution) || isNamedLikeBuiltin(call);
  return wrapTopLevel(program, marked, isPlain, resolution);
}

/** Whether the innermost function around a reference is marked. */
function belongsToMarked(reference: NodePath, marked: ReadonlySet<t.Node>): boolean {
  const owner = reference.findParent((parent) => parent.isFunction() || marked.has(parent.node));
  return owner !== null && marked.has(owner.node);
}
