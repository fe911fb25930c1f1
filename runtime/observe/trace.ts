import { expected } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import { hub } from '../hub/index.ts';
import { observers } from '../hub/observers.ts';
import { beforeExit } from './before-exit.ts';
import { Timeline } from './timeline/timeline.ts';

/** Where a trace goes: one of the two. */
export interface TraceOptions {
  /** Where the trace goes: a path. On Node only. */
  readonly file?: string;
  /** Takes the text of the trace instead, piece by piece. */
  readonly write?: (chunk: string) => void;
}

interface FileSystem {
  openSync(path: string, flags: string): number;
  writeSync(fd: number, bytes: Uint8Array): number;
  closeSync(fd: number): void;
}

interface Process {
  getBuiltinModule?(name: string): unknown;
}

/**
 * Records what greenlets do from now on, as a timeline in Chrome's trace format: open the file in Perfetto
 * (https://ui.perfetto.dev) or in the DevTools of Chrome. Each greenlet has a lane with the times in which it runs, waits and is
 * ready; arrows lead from whoever starts or wakes a greenlet to where it runs next.
 *
 * Times are those of the clock that counts when it begins. Begun outside `virtualTime` and `explore`, it shows when things happen in reality; begun within,
 * when they happen there.
 *
 * The text is written as it comes about, so that a long trace needs little memory. One trace is recorded at a time.
 *
 * @returns a function that ends the trace; the end of the process does so, too. With the loader, so do Ctrl-C and SIGTERM.
 * @throws {TypeError} if the options name neither a file nor a function, or both
 * @throws {Error} if something observes greenlets already, or if the file cannot be written
 */
export function trace(options: TraceOptions): () => void {
  check(options);
  if (observers.some((observer) => observer instanceof Timeline))
    throw new Error('greenlets are being observed already: end that trace first');
  const recording = new Recording(open(options));
  return () => recording.end();
}

/** A trace that is under way, until it is ended, or cannot be written any more. */
class Recording {
  readonly #sink: Sink;
  readonly #timeline: Timeline;
  readonly #remove: () => void;
  readonly #letEnd = beforeExit(() => this.end());
  #isOver = false;
  #hasFailed = false;

  constructor(sink: Sink) {
    this.#sink = sink;
    // A trace has one clock: that of the world in which it begins. A virtual one that comes and goes has its own.
    const { host } = hub;
    this.#timeline = new Timeline(
      (bytes) => this.#write(bytes),
      () => host.now(),
    );
    this.#remove = observers.add(this.#timeline);
  }

  end(): void {
    if (this.#isOver) return;
    this.#stop();
    try {
      this.#timeline.end(hub.live);
    } finally {
      this.#sink.close();
    }
  }

  #stop(): void {
    this.#isOver = true;
    this.#remove();
    this.#letEnd();
  }

  #write(bytes: Uint8Array): void {
    if (this.#hasFailed) return;
    try {
      this.#sink.write(bytes);
    } catch (error) {
      this.#hasFailed = true;
      if (this.#isOver) throw error;
      // In the middle of a program that has not asked for anything.
      this.#stop();
      hub.handleError(error, null);
      this.#sink.close();
    }
  }
}

function check(options: TraceOptions): void {
  checkOptions(options, ['file', 'write']);
  const { file, write } = options;
  const isFunction = typeof write === 'function' && file === undefined;
  const isFile = typeof file === 'string' && write === undefined;
  if (file !== undefined && write !== undefined)
    throw new TypeError('expected either a file or a function that writes, got both');
  if (!isFunction && !isFile) throw expected('either a file or a function that writes', file ?? write);
}

interface Sink {
  readonly write: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

function open({ file = '', write }: TraceOptions): Sink {
  if (write !== undefined) {
    const decoder = new TextDecoder();
    return { write: (bytes) => write(decoder.decode(bytes)), close: () => undefined };
  }
  const fs = fileSystem();
  const fd = fs.openSync(file, 'w');
  return { write: (bytes) => writeAll(fs, fd, bytes), close: () => fs.closeSync(fd) };
}

/** The system may take a part of it only. */
function writeAll(fs: FileSystem, fd: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(fs.writeSync(fd, rest));
}

function fileSystem(): FileSystem {
  const { process } = globalThis as { process?: Process };
  const fs = process?.getBuiltinModule?.('node:fs');
  if (fs === undefined) throw new Error('trace({ file }) needs Node 20.16: use trace({ write }) here');
  return fs as FileSystem;
}
