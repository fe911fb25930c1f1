import type { TimerOptions } from 'node:timers';

/**
 * Whether arguments are as the types say, and no signal has been aborted. With any others the originals are called, to complain
 * as they do.
 */
export function isPlain(delay: unknown, options: unknown): options is TimerOptions | undefined {
  if (delay !== undefined && typeof delay !== 'number') return false;
  return options === undefined || (typeof options === 'object' && options !== null && isPlainOptions(options));
}

function isPlainOptions({ ref, signal }: { ref?: unknown; signal?: unknown }): boolean {
  if (ref !== undefined && typeof ref !== 'boolean') return false;
  return signal === undefined || (signal instanceof AbortSignal && !signal.aborted);
}
