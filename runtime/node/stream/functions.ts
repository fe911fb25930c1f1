import stream from 'node:stream';
import type { CallSite } from '../shared/call-site.ts';
import { cooperateAll, withoutCallback } from '../shared/functions.ts';
import { invoke } from '../shared/invoke.ts';
import type { Abandonment } from '../shared/operation.ts';

interface Options {
  signal?: AbortSignal;
  cleanup?: boolean;
}

interface Destroyable {
  destroy(): void;
}

function pipeline(args: readonly unknown[], _site: CallSite, abandonment: Abandonment): Promise<unknown> | null {
  if (!args.every(isDestroyable)) return pipeWithSignal(args, abandonment);
  pipeStreams(args, abandonment);
  return null;
}

/** Where there are only streams, we can destroy them ourselves. To have the original watch a signal takes longer than all the rest. */
function pipeStreams(streams: readonly Destroyable[], abandonment: Abandonment): void {
  let isOver = false;
  abandonment.onAbandon(() => {
    // Of streams that have failed, the original has destroyed those that it should.
    if (!isOver) for (const one of streams) one.destroy();
  });
  const start = stream.pipeline as (...args: unknown[]) => unknown;
  try {
    start(...streams, (error: Error | null | undefined) => {
      isOver = true;
      abandonment.callback(error);
    });
  } catch (error) {
    isOver = true;
    abandonment.fail(error);
  }
}

function isDestroyable(value: unknown): value is Destroyable {
  return value instanceof stream.Stream && 'destroy' in value && typeof value.destroy === 'function';
}

/** An abort destroys all the streams. */
async function pipeWithSignal(args: readonly unknown[], abandonment: Abandonment): Promise<unknown> {
  const last = args.at(-1);
  const options = isOptions(last) ? last : {};
  const streams = isOptions(last) ? args.slice(0, -1) : args;
  const own = abandonment.signal;
  const given: unknown = options.signal;
  // A signal that is none is left to the original to complain about.
  const signal = given instanceof AbortSignal ? AbortSignal.any([given, own]) : (given ?? own);
  const start = stream.promises.pipeline as (...args: unknown[]) => Promise<unknown>;
  return await start(...streams, { ...options, signal });
}

/** What can be piped is a stream of Node's or of the web, or can be iterated. */
function isOptions(value: unknown): value is Options {
  if (typeof value !== 'object' || value === null) return false;
  const isStream = ['pipe', 'on', 'getWriter', 'getReader', 'readable'].some((name) => name in value);
  return !isStream && !(Symbol.iterator in value) && !(Symbol.asyncIterator in value);
}

function finished(
  [source, options = {}]: readonly unknown[],
  site: CallSite,
  abandonment: Abandonment,
): Promise<unknown> {
  let stop = (): void => undefined;
  const ended = invoke(
    (callback) => {
      stop = stream.finished(source as NodeJS.ReadableStream, options as Options, callback as () => void);
      abandonment.onAbandon(stop);
    },
    [],
    site,
  );
  return (options as Options | null)?.cleanup === true ? ended.finally(() => stop()) : ended;
}

/** A function in any other place transforms what comes through. */
function endsWithCallback(args: readonly unknown[]): boolean {
  return typeof args.at(-1) === 'function';
}

const asynchronous = {
  finished: withoutCallback(finished),
  pipeline: { ...withoutCallback(pipeline), staysSynchronous: endsWithCallback },
};

/** The names that this module replaces. */
export const implemented = Object.keys(asynchronous) as readonly (keyof typeof asynchronous)[];

export const functions = cooperateAll('stream', stream, asynchronous);
