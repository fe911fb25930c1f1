import { Timeout } from './timeout.ts';

export interface WithTimeoutOptions<Value> {
  /** What to return when the time is over, instead of throwing the timeout. */
  readonly timeoutValue: Value;
}

/**
 * Calls `fn`, for at most `ms`: then a `Timeout` is raised where it waits.
 *
 * Kill and timeout safety: the timeout ends with the call, however that ends. A timeout from outside, or one that was
 * started in `fn`, goes through unchanged.
 *
 * @param ms null never expires
 * @throws {Timeout} when the time is over, unless there is a `timeoutValue`
 * @throws {SwitchError} outside greenlets
 */
export function withTimeout<R, Value = never>(
  ms: number | null,
  fn: () => R,
  options?: WithTimeoutOptions<Value>,
): R | Value {
  'use greenlet';
  const timeout = Timeout.startNew(ms);
  try {
    return fn();
  } catch (error) {
    if (options !== undefined && error instanceof Timeout && timeout.owns(error)) return options.timeoutValue;
    throw error;
  } finally {
    timeout.close();
  }
}
