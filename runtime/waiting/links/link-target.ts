import { expected } from '../../core/errors/expected.ts';

/** The brand of `AsyncResult`. */
const RESULT = Symbol.for('greenlets:v1:AsyncResult');

/** What `AsyncResult.copy` needs of a greenlet. */
export interface CopySource<T> {
  successful(): boolean;
  readonly value: T | undefined;
  readonly exception: unknown;
}

/**
 * A source that reports its error unless somebody asks for it. Whoever takes the error over does not ask: that is left to those
 * who ask there.
 */
export interface Failing {
  /** Internal: the error, which is not asked for by that. @internal */
  readonly failure: unknown;
  /** Internal: somebody asks for the error. @internal */
  observe(): void;
}

/** What can be linked to something with a result: a function, or an `AsyncResult` that takes the result over. */
export type LinkTarget<Source> = ((source: Source) => void) | CopyTarget;

interface CopyTarget {
  copy(source: never): void;
}

/** What to call when the result is there. */
export function receiver<Source extends CopySource<unknown>>(target: LinkTarget<Source>): (source: Source) => unknown {
  if (typeof target === 'function') return target;
  if (isResult(target)) return (source) => target.copy(source as never);
  throw expected('a function, or an AsyncResult', target);
}

function isResult(target: unknown): target is CopyTarget {
  return typeof target === 'object' && target !== null && RESULT in target;
}

export function isFailing(source: CopySource<unknown>): source is CopySource<unknown> & Failing {
  return 'failure' in source && 'observe' in source;
}
