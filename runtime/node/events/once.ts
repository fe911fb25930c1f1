import events, { EventEmitter } from 'node:events';
import type { Start } from '../shared/invoke.ts';
import type { Abandonment } from '../shared/operation.ts';
import { eitherSignal } from '../../web/signal.ts';

/** Waits for one event as the original does, which needs a signal to be stopped. */
export const waitForEvent: Start = (args, _site, abandonment) => {
  const [emitter, name, options] = args as [EventEmitter, string, Options | undefined];
  if (options === undefined && emitter instanceof EventEmitter) return listen(emitter, name, abandonment);
  return listenAsynchronously(emitter, name, options, abandonment);
};

interface Options {
  signal?: AbortSignal;
}

async function listenAsynchronously(
  emitter: EventEmitter,
  name: string,
  options: Options | undefined,
  abandonment: Abandonment,
): Promise<unknown[]> {
  if (!isOptional(options)) return await (events.once(emitter, name, options) as Promise<unknown[]>);
  const signal = eitherSignal(abandonment.signal, options?.signal);
  return await (events.once(emitter, name, { ...options, signal }) as Promise<unknown[]>);
}

/** Others are left to the original to complain about. */
function isOptional(options: { signal?: unknown } | null | undefined): boolean {
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null) return false;
  return options.signal === undefined || options.signal instanceof AbortSignal;
}

function listen(emitter: EventEmitter, name: string, abandonment: Abandonment): null {
  const stop = (): void => {
    emitter.removeListener(name, happened);
    if (name !== 'error') emitter.removeListener('error', failed);
  };
  const happened = (...values: unknown[]): void => {
    stop();
    abandonment.callback(null, values);
  };
  const failed = (error: unknown): void => {
    stop();
    abandonment.fail(error);
  };
  emitter.once(name, happened);
  if (name !== 'error') emitter.once('error', failed);
  abandonment.onAbandon(stop);
  return null;
}
