import { expected } from '../core/expected.ts';
import { checkOptions } from '../core/options.ts';
import { hub } from '../hub/index.ts';
import { observers } from '../hub/observers.ts';
import { Timeline } from './timeline.ts';

/** Where a trace goes: one of the two. */
export interface TraceOptions {
  /** Where the trace goes: a path. On Node only. */
  readonly file?: string;
  /** Takes the text of the trace instead, piece by piece. */
  readonly write?: (chunk: string) => void;
}

interface FileSystem {
  openSync(path: string, flags: string): number;
  writeSync(fd: number, text: string): number;
  closeSync(fd: number): void;
}

interface Process {
  getBuiltinModule?(name: string): unknown;
  once(event: 'exit', listener: () => void): void;
  off(event: 'exit', listener: () => void): void;
}

/**
 * Records what greenlets do from now on, as a timeline in Chrome's trace format: open the file in Perfetto
 * (https://ui.perfetto.dev) or in the DevTools of Chrome. Each greenlet has a lane with the times in which it runs, waits and is
 * ready; arrows lead from whoever starts or wakes a greenlet to where it runs next.
 *
 * The text is written as it comes about, so that a long trace needs little memory. One trace is recorded at a time.
 *
 * @returns a function that ends the trace; the end of the process does so, too
 * @throws {TypeError} if the options name neither a file nor a function, or both
 * @throws {Error} if something observes greenlets already, or if the file cannot be written
 */
export function trace(options: TraceOptions): () => void {
  check(options);
  if (observers.some((observer) => observer instanceof Timeline))
    throw new Error('greenlets are being observed already: end that trace first');
  const { write, close } = open(options);
  const timeline = new Timeline(write, now);
  const remove = observers.add(timeline);
  const { process } = globalThis as { process?: Process };
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    remove();
    process?.off('exit', end);
    timeline.end();
    close();
  };
  process?.once('exit', end);
  return end;
}

/** Of the hub's host, so that a virtual clock counts. */
function now(): number {
  return hub.host.now();
}

function check(options: TraceOptions): void {
  checkOptions(options, ['file', 'write']);
  const { file, write } = options;
  const isFunction = typeof write === 'function' && file === undefined;
  const isFile = typeof file === 'string' && write === undefined;
  if (!isFunction && !isFile) throw expected('either a file or a function that writes', file ?? write);
}

function open({ file = '', write }: TraceOptions): { write: (chunk: string) => void; close: () => void } {
  if (write !== undefined) return { write, close: () => undefined };
  const fs = fileSystem();
  const fd = fs.openSync(file, 'w');
  return { write: (chunk) => void fs.writeSync(fd, chunk), close: () => fs.closeSync(fd) };
}

function fileSystem(): FileSystem {
  const { process } = globalThis as { process?: Process };
  const fs = process?.getBuiltinModule?.('node:fs');
  if (fs === undefined) throw new Error('trace({ file }) needs Node 20.16: use trace({ write }) here');
  return fs as FileSystem;
}
