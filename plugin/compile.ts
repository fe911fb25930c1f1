import type { NodePath, types as t } from '@babel/core';
import { writeOutAutoAccessors } from './4-normalize/classes/auto-accessors.ts';
import { checkParents } from './4-normalize/classes/class-parents.ts';
import { completeConstructors } from './4-normalize/classes/complete-constructors.ts';
import { leaveDynamicCode } from './1-mark/dynamic-code.ts';
import { moveGeneratorBodies } from './4-normalize/generators/generator-parameters.ts';
import { writeOutForInInitializers } from './4-normalize/for-in-initializers.ts';
import { declareHiddenFunctions } from './4-normalize/hidden-functions.ts';
import { moveInstanceFields, noteMovedFields } from './4-normalize/classes/instance-fields.ts';
import { mark } from './1-mark/mark.ts';
import { findNearMisses } from './1-mark/near-misses.ts';
import { writeOutParameterDecorators } from './4-normalize/typescript/parameter-decorators.ts';
import { writeOutParameterProperties } from './4-normalize/typescript/parameter-properties.ts';
import { writeOutPrivateAccessors } from './4-normalize/private-accessors/private-accessors.ts';
import { moveStaticElements } from './4-normalize/classes/static-elements.ts';
import { writeOutStrictness } from './4-normalize/classes/strict-class-code.ts';
import { writePlainStatements } from './4-normalize/plain-statements.ts';
import { wrapTopLevel } from './4-normalize/top-level.ts';
import { uniqueName } from './syntax/unique-name.ts';
import { patch } from './2-patch/index.ts';
import { findFreezingCalls } from './2-patch/freezing.ts';
import { isNamedLikeBuiltin, isPureCall } from './3-analyze/yield-points/builtins.ts';
import { findCancellations } from './3-analyze/cancellations/cancellations.ts';
import { findOwnLists } from './3-analyze/yield-points/own-lists.ts';
import { findNumbers } from './5-allocate/numbers.ts';
import type { LateVariable } from './3-analyze/model.ts';
import { noMovedFields } from './3-analyze/moved-fields.ts';
import { refuseImpossible } from './3-analyze/refusals.ts';
import { resolve } from './3-analyze/scopes/resolve.ts';
import type { KnownTypes } from './3-analyze/types/known-types.ts';
import type { TypesOfFile } from './interface/type-source.ts';
import { assignStorage } from './5-allocate/storage.ts';
import { findYieldPoints } from './3-analyze/yield-points/yield-points.ts';
import { importContract, leaveToGenerator, leaveToPlugins } from './6-emit/module/inject.ts';
import { emitProgram } from './6-emit/module/program.ts';
import { expectNoNewFreeNames } from './7-check/check.ts';
import { RefusedError, withCodeFrame } from './interface/diagnostics.ts';
import type { FileOptions, Warn } from './interface/options.ts';
import { warnOfFreezing, warnOfNearMisses } from './warnings.ts';

/** What the options do not say. */
interface Situation {
  /** What a type checker knows about the file. */
  checked: TypesOfFile | null;
  /** Whether no other plugin sees the result. */
  alone: boolean;
  /** Where warnings go; null if nobody wants any. */
  warn: Warn | null;
  /** Where warnings of marks go that are none: also in production, where what they should mark fails. */
  hint: Warn | null;
  /** Whether it is, and stays, an ES module, which can wait at its top level. */
  canAwait: boolean;
}

/**
 * The pipeline: what happens to a file, in order. Each pass says what it expects and what it leaves.
 */
export function compile(path: NodePath<t.Program>, options: FileOptions, situation: Situation): void {
  const check = expectNoNewFreeNames(path);
  try {
    runPasses(path, options, situation);
    check();
  } catch (error) {
    throw error instanceof RefusedError ? withCodeFrame(error, path) : error;
  }
}

function runPasses(path: NodePath<t.Program>, options: FileOptions, situation: Situation): void {
  const { checked, alone, warn, hint, canAwait } = situation;
  const program = path.node;
  if (hint !== null) warnOfNearMisses(findNearMisses(program), path, hint);
  const marks = mark(program, options);
  leaveDynamicCode(program, marks);
  const { marked } = marks;
  if (marked.size === 0) return;
  writePlainStatements(program, marked, marked.has(program) || options.mark === 'all');
  const isMarked = (reference: NodePath): boolean => belongsToMarked(reference, marked);
  patch(path, isMarked, options);
  if (warn !== null) warnOfFreezing(findFreezingCalls(path, isMarked), path, warn);
  const late = marked.has(program) && canAwait ? wrapBlockingTopLevel(program, marked) : null;

  declareHiddenFunctions(program, marked);
  writeOutForInInitializers(program, marked);
  writeOutStrictness(program, marked);
  completeConstructors(program, marked);
  writeOutParameterDecorators(marked);
  const types: KnownTypes = { checked, parameterProperties: writeOutParameterProperties(marked) };
  const moved = noMovedFields();
  writeOutAutoAccessors(program, marked, moved);
  const privateTargets = writeOutPrivateAccessors(program, marked);
  let defineFields = moveStaticElements(program, marked, moved);
  const generatorStarts = moveGeneratorBodies(program, marked, { stress: options.stress, types });
  const parentClass = checkParents(program, marked, generatorStarts.functions);
  const hasMoved = moveInstanceFields(program, marked, moved, {
    stress: options.stress,
    types,
    defineFields: ({ names }) => (defineFields ??= uniqueName('defineFields', names)),
  });
  if (hasMoved) completeConstructors(program, marked);

  const analysis = resolve(program, (node) => marked.has(node));
  noteMovedFields(moved, analysis);
  if (late !== null) analysis.late = late;
  analysis.privateTargets = privateTargets;
  analysis.generatorStarts = generatorStarts.functions;
  analysis.types = types;
  findYieldPoints(analysis, options.stress);
  assignStorage(analysis);
  findNumbers(analysis);
  analysis.ownLists = findOwnLists(program, analysis);
  refuseImpossible(analysis);

  const emitted = emitProgram(program, analysis, findCancellations(program, analysis), options);
  if (generatorStarts.name !== null) emitted.helpers.set('startGenerator', generatorStarts.name);
  if (parentClass !== null) emitted.helpers.set('parentClass', parentClass);
  if (defineFields !== null) emitted.helpers.set('defineFields', defineFields);
  const contract = importContract(path, emitted);
  if (alone) leaveToGenerator(path, contract);
  else leaveToPlugins(path, contract);
}

function wrapBlockingTopLevel(program: t.Program, marked: Set<t.Node>): ReadonlyMap<string, LateVariable> {
  const analysis = resolve(program, () => false);
  // A module is not made to wait for the sake of what is nearly always a method of a string.
  const isPlain = (call: t.Node): boolean => isPureCall(call, analysis) || isNamedLikeBuiltin(call);
  return wrapTopLevel(program, marked, isPlain, analysis);
}

/** Whether the innermost function around a reference is marked. */
function belongsToMarked(reference: NodePath, marked: ReadonlySet<t.Node>): boolean {
  const owner = reference.findParent((parent) => parent.isFunction() || marked.has(parent.node));
  return owner !== null && marked.has(owner.node);
}
