import { expected } from './core/expected.ts';
import { getCurrent } from './core/greenlet.ts';
import { offAbort, onAbort } from './hub/abort-listeners.ts';
import { Interrupt } from './hub/interrupt.ts';
import { checkSignal } from './limit.ts';
import { promised } from './promised.ts';
import { Timeout } from './timeout.ts';

export interface WithTimeoutOptions<Value> {
  /** What to return when the time is over, instead of throwing the timeout. Undefined will do, if it is given. */
  readonly timeoutValue?: Value;
  /** Its abort is a cancellation for `fn`; the call throws the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/**
 * Calls `fn`, for at most `ms`: then a `Timeout` is raised where it waits. A promise that it returns is waited for.
 *
 * Kill and timeout safety: the timeout ends with the call, however that ends. A timeout from outside, or one that was
 * started in `fn`, goes through unchanged.
 *
 * @param ms null never expires
 * @throws {Timeout} when the time is over, unless there is a `timeoutValue`
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 * @throws {SwitchError} outside greenlets
 */
export function withTimeout<R, Value = never>(
  ms: number | null,
  fn: () => R,
  options: WithTimeoutOptions<Value> = {},
): Awaited<R> | Value {
  'use greenlet';
  checkOptions(options);
  if (options.signal) checkSignal(options.signal);
  const timeout = Timeout.startNew(ms);
  const abort = options.signal ? interruptBy(options.signal) : null;
  try {
    return promised(fn(), 'withTimeout()');
  } catch (error) {
    if (error instanceof Timeout && timeout.owns(error) && 'timeoutValue' in options) return options.timeoutValue;
    throw error;
  } finally {
    timeout.close();
    abort?.end();
  }
}

function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw expected('an object with options', options);
  for (const name of Object.keys(options)) {
    if (name !== 'timeoutValue' && name !== 'signal')
      throw new TypeError(`withTimeout() has no option "${name}": it has timeoutValue and signal`);
  }
}

/** Interrupts the current greenlet when the signal is aborted, until `end` is called. */
function interruptBy(signal: AbortSignal): { end(): void } {
  const greenlet = getCurrent();
  let interrupt: Interrupt | null = null;
  const abort = (): void => {
    interrupt = new Interrupt(greenlet, signal.reason, 'abort');
    interrupt.deliver();
  };
  onAbort(signal, abort);
  return {
    end() {
      offAbort(signal, abort);
      interrupt?.end();
    },
  };
}
