import events, { EventEmitter } from 'node:events';
import type { Start } from '../shared/invoke.ts';

/** Waits for one event as the original does, which needs a signal to be stopped. */
export const waitForEvent: Start = async (args, _site, abandonment) => {
  const [emitter, name, options] = args as [EventEmitter, string, { signal?: AbortSignal } | undefined];
  if (options === undefined && emitter instanceof EventEmitter)
    return await listen(emitter, name, (stop) => abandonment.onAbandon(stop));
  if (!isOptional(options)) return await events.once(emitter, name, options);
  const own = abandonment.signal;
  const given = options?.signal;
  const signal = given === undefined ? own : AbortSignal.any([given, own]);
  return await events.once(emitter, name, { ...options, signal });
};

/** Others are left to the original to complain about. */
function isOptional(options: { signal?: unknown } | null | undefined): boolean {
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null) return false;
  return options.signal === undefined || options.signal instanceof AbortSignal;
}

function listen(emitter: EventEmitter, name: string, onAbandon: (stop: () => void) => void): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      emitter.removeListener(name, happened);
      emitter.removeListener('error', failed);
    };
    const happened = (...values: unknown[]): void => {
      stop();
      resolve(values);
    };
    const failed = (error: unknown): void => {
      stop();
      reject(error as Error);
    };
    emitter.once(name, happened);
    if (name !== 'error') emitter.once('error', failed);
    onAbandon(stop);
  });
}
