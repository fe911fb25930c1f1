/**
 * What generated code calls, and nothing else. Not for use by hand: it changes with the compiler, whose version must be
 * that of the runtime.
 */
export { link, SUSPENDED } from './contract/link.ts';
export { newObject, park, parkNew, tail, take, takeHidden, takeNew, takeNewHidden } from './contract/frame.ts';
export { apply, call, callable, callableIfAny, constructible, enter, newTarget } from './contract/enter.ts';
export { isBound } from './contract/bound.ts';
export { captured } from './contract/classes/captured.ts';
export { caught, caughtAll } from './contract/cancellations/caught.ts';
export { bounce, bounceIf } from './contract/bounce.ts';
export { constructParent } from './contract/classes/construct-parent.ts';
export { adopt, blockingParent, canBlock, construct, given } from './contract/classes/constructors.ts';
export * from './contract/cooperative/index.ts';
export { applyFunction } from './contract/cooperative/functions.ts';
export { binder, binderIfAny, snapshotter } from './contract/cooperative/binders.ts';
export { delegate, opened } from './contract/iteration/generators.ts';
export {
  asyncGeneratorLike,
  asyncLike,
  generatorLike,
  notConstructed,
  parentClass,
  startGenerator,
} from './contract/iteration/generator-likes.ts';
export { suspension, suspensionHidden } from './contract/iteration/suspension.ts';
export { collected, collectedEntries, collectedPromises, collectedProperties } from './contract/iteration/collected.ts';
export { firstOf, restOfIteration, spread } from './contract/iteration/spread.ts';
export { iteratesArrays, listed, spreadable } from './contract/iteration/plain-array.ts';
export { forIn } from './contract/iteration/for-in.ts';
export { beginNow } from './contract/iteration/begin-now.ts';
export { advance, close, iterate, step } from './contract/iteration/iterate.ts';
export {
  constant,
  constructed,
  constructedDerived,
  late,
  lateTarget,
  objectCoercible,
  ownValue,
  propertyKey,
  restOf,
  tdz,
  UNINITIALIZED,
} from './contract/checks.ts';
export { Added, added, addField, FIELDS, takeFields } from './contract/classes/added-fields.ts';
export { setName } from './contract/classes/set-name.ts';
export { templateObject } from './contract/template-object.ts';
export { defineFields } from './contract/classes/define-fields.ts';
export { disposables, dispose, use } from './async/dispose.ts';
export { startAsync } from './async/async.ts';
export { awaitValue } from './async/await.ts';
export {
  awaited,
  beginCall,
  calls as asyncCalls,
  caughtIn,
  cleanUpIn,
  finishCall,
  yielded,
} from './async/async-generator.ts';
export { afterCleanUp, cleanUp, cleanUpFailed } from './cancellation/clean-up.ts';
export { asyncIterable } from './async/from-sync.ts';
export { closeAsync, iterateAsync, stepAsync } from './async/async-iterate.ts';
export { topLevel } from './greenlets/top-level.ts';

// For programs in this repository, which import this file; those that are published import compiled.ts.
import './async/iterating.ts';
