import { spawn, type ChildProcess, type SpawnOptions, type SpawnSyncReturns } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { clearTimeout, setTimeout } from 'node:timers';
import { LONGEST_DELAY } from '../../hub/time/milliseconds.ts';
import type { CallSite } from '../shared/call-site.ts';
import type { Abandonment } from '../shared/operation.ts';
import type { Request } from './arguments.ts';
import { failedResult, spawnError } from './errors.ts';
import { endChild, releaseChild, watchChild } from './live-children.ts';

export type Result = SpawnSyncReturns<Buffer | string>;
type Content = Buffer | string | null;

/** How much `spawnSync` collects if it is not told otherwise, in bytes. */
const MAX_BUFFER = 1024 * 1024;

/** Does what `spawnSync` does, by the asynchronous `spawn`. */
export async function runChild(request: Request, site: CallSite, abandonment: Abandonment): Promise<Result> {
  let child: ChildProcess;
  try {
    child = spawn(request.file, request.args, optionsOf(request));
  } catch (error) {
    // Arguments that are refused have a code of Node's; what the system refuses is part of the result.
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    return failedResult(spawnError(error as NodeJS.ErrnoException, request, null, site));
  }
  const collected = new Collected(child, request);
  abandonment.onAbandon(() => collected.abandon());
  try {
    await collected.closed;
  } catch (error) {
    return failedResult(spawnError(error as NodeJS.ErrnoException, request, child, site));
  }
  return collected.result(site);
}

/** Its time limit and what it collects are our affair; `spawnSync` looks neither at signals nor at how messages are written. */
function optionsOf({ options }: Request): SpawnOptions {
  const own: SpawnOptions = { ...options };
  const { timeout } = own;
  if (timeout == null || (Number.isInteger(timeout) && timeout >= 0)) delete own.timeout;
  delete own.signal;
  delete own.serialization;
  if (!isGiven(own.stdio)) own.stdio = 'pipe';
  return own;
}

/** A child, and what has come from it. */
class Collected {
  /** Settled when the child has ended and its pipes are closed. Rejected if it could not be started. */
  readonly closed: Promise<void>;
  readonly #child: ChildProcess;
  readonly #request: Request;
  readonly #chunks: (Buffer[] | null)[];
  readonly #input: Writable | null;
  readonly #limit: number;
  #timer: NodeJS.Timeout | null = null;
  #size = 0;
  /** Why it was ended, and what went wrong with its input. */
  #error: string | null = null;
  #inputError: string | null = null;
  #isOver = false;

  constructor(child: ChildProcess, request: Request) {
    const { options } = request;
    this.#child = child;
    this.#request = request;
    this.#limit = 'maxBuffer' in options ? (options.maxBuffer ?? 0) : MAX_BUFFER;
    this.#input = child.stdin;
    this.#chunks = Array.from(child.stdio, (stream, index) => (index > 0 && stream ? [] : null));
    this.closed = this.#close();
    const timeout = options.timeout ?? 0;
    if (timeout > 0) this.#limitTime(timeout);
    if (child.pid === undefined) return;
    const { killSignal: signal = 'SIGTERM', shell } = options;
    watchChild(child, { isDetached: isDetached(options), isShell: Boolean(shell), signal });
    this.#collect();
    this.#feed();
  }

  /** Timers cannot wait for more than some weeks at once. */
  #limitTime(left: number): void {
    const next = (): void => (left > LONGEST_DELAY ? this.#limitTime(left - LONGEST_DELAY) : this.#end('ETIMEDOUT'));
    this.#timer = setTimeout(next, Math.min(left, LONGEST_DELAY));
  }

  result(site: CallSite): Result {
    const { exitCode, signalCode, pid = 0 } = this.#child;
    const code = this.#error ?? this.#inputError;
    const error = code === null ? null : spawnError({ code }, this.#request, this.#child, site);
    const output = this.#chunks.map((chunks) => this.#decode(chunks));
    return {
      ...(error !== null && { error }),
      status: signalCode === null ? exitCode : null,
      signal: signalCode,
      output,
      pid,
      stdout: output[1] as Buffer,
      stderr: output[2] as Buffer,
    };
  }

  /** Nobody wants the result any more. */
  abandon(): void {
    if (this.#isOver) return;
    endChild(this.#child);
    this.#closePipes();
  }

  async #close(): Promise<void> {
    const child = this.#child;
    try {
      await new Promise<void>((resolve, reject) => {
        child.on('error', (error) => {
          if (child.pid === undefined) reject(error);
        });
        child.on('close', resolve);
      });
      await this.#inputClosed();
    } finally {
      this.#isOver = true;
      if (this.#timer !== null) clearTimeout(this.#timer);
      releaseChild(child);
    }
  }

  /** Something that the child has started may still read its input. */
  async #inputClosed(): Promise<void> {
    const input = this.#input;
    if (input === null || input.closed) return;
    await new Promise((resolve) => input.once('close', resolve));
  }

  #collect(): void {
    for (const [index, chunks] of this.#chunks.entries()) {
      if (chunks === null) continue;
      const stream = this.#child.stdio[index] as Readable;
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        this.#size += chunk.length;
        if (this.#limit > 0 && this.#size > this.#limit) this.#end('ENOBUFS');
      });
      stream.on('error', ignore);
    }
  }

  #feed(): void {
    const input = this.#input;
    if (input === null) return;
    // Node would destroy it as soon as the child itself has ended.
    this.#child.stdin = null;
    input.on('error', ({ code }: NodeJS.ErrnoException) => (this.#inputError ??= code ?? null));
    const { input: data, encoding } = this.#request.options;
    if (typeof data === 'string') input.end(Buffer.from(data, encoding as BufferEncoding | undefined));
    else if (data) input.end(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    else input.end();
  }

  /** As `spawnSync` does: the child is told to end, and what it says from now on is not read. */
  #end(reason: string): void {
    if (this.#error !== null) return;
    this.#error = reason;
    this.#child.kill(this.#request.options.killSignal);
    this.#closePipes();
  }

  #closePipes(): void {
    this.#input?.destroy();
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  #decode(chunks: Buffer[] | null): Content {
    if (chunks === null) return null;
    const whole = Buffer.concat(chunks);
    const { encoding } = this.#request.options;
    return !encoding || encoding === 'buffer' ? whole : whole.toString(encoding);
  }
}

/** An empty text counts as nothing. */
function isGiven(stdio: unknown): boolean {
  return Boolean(stdio);
}

function isDetached(options: object): boolean {
  return Boolean((options as SpawnOptions).detached);
}

function ignore(): void {
  // A pipe that breaks has come to its end.
}
