import type { TimerOptions } from 'node:timers';
import { eitherSignal } from '../../web/signal.ts';

/** `options` with the signal `own` in addition; options that the original complains about are left as they are. */
export function cancellable(options: TimerOptions | undefined, own: AbortSignal): TimerOptions | undefined {
  if (options === undefined) return { signal: own };
  if (typeof options !== 'object' || (options as unknown) === null) return options;
  const { signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) return options;
  return { ...options, signal: eitherSignal(own, signal) };
}
