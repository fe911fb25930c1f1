import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import dns from 'node:dns';
import events, { EventEmitter } from 'node:events';
import fs from 'node:fs';
import stream, { PassThrough, Readable } from 'node:stream';
import * as timers from 'node:timers/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { run } from 'greenlets';
import type { Case } from '../types.ts';

/** One call, awaited and in blocking style. */
interface Pair {
  times: number;
  awaited: () => Promise<unknown>;
  blocking: () => unknown;
}

/** The references in functions that are marked are the cooperative ones; in the others they are the originals. */
const PAIRS: Record<string, Pair> = {
  setImmediate: {
    times: 20_000,
    awaited: () => timers.setImmediate(),
    blocking: () => {
      'use greenlet';
      return timers.setImmediate();
    },
  },
  'setTimeout(1)': {
    times: 200,
    awaited: () => timers.setTimeout(1),
    blocking: () => {
      'use greenlet';
      return timers.setTimeout(1);
    },
  },
  'events.once': {
    times: 20_000,
    awaited: () => events.once(emitSoon(), 'ready'),
    blocking: () => {
      'use greenlet';
      return events.once(emitSoon(), 'ready');
    },
  },
  'stream.pipeline': {
    times: 500,
    awaited: () => stream.promises.pipeline(Readable.from(['a']), new PassThrough().resume()),
    blocking: () => {
      'use greenlet';
      return pipeline(Readable.from(['a']), new PassThrough().resume());
    },
  },
  'fs.statSync': {
    times: 3000,
    awaited: () => promisify(fs.stat)('.'),
    blocking: () => {
      'use greenlet';
      return fs.statSync('.');
    },
  },
  'fs.readFileSync': {
    times: 1000,
    awaited: () => promisify(fs.readFile)('package.json'),
    blocking: () => {
      'use greenlet';
      return fs.readFileSync('package.json');
    },
  },
  'dns.lookup': {
    times: 1000,
    awaited: () => dns.promises.lookup('localhost'),
    blocking: () => {
      'use greenlet';
      return lookup('localhost');
    },
  },
  'crypto.pbkdf2Sync': {
    times: 2000,
    awaited: () => promisify(crypto.pbkdf2)('password', 'salt', 60, 32, 'sha256'),
    blocking: () => {
      'use greenlet';
      return crypto.pbkdf2Sync('password', 'salt', 60, 32, 'sha256');
    },
  },
  'zlib.gzipSync': {
    times: 500,
    awaited: () => promisify(zlib.gzip)(DATA),
    blocking: () => {
      'use greenlet';
      return zlib.gzipSync(DATA);
    },
  },
  'child_process.execFileSync': {
    times: 20,
    awaited: () => promisify(childProcess.execFile)('true'),
    blocking: () => {
      'use greenlet';
      return childProcess.execFileSync('true');
    },
  },
};

const DATA = Buffer.alloc(10_000, 'some text');
const emitter = new EventEmitter();

function emitSoon(): EventEmitter {
  queueMicrotask(() => emitter.emit('ready'));
  return emitter;
}

/** Without a callback, which the types of Node do not know. */
function pipeline(...streams: unknown[]): unknown {
  'use greenlet';
  return (stream.pipeline as unknown as (...all: unknown[]) => unknown)(...streams);
}

function lookup(name: string): unknown {
  'use greenlet';
  return (dns.lookup as unknown as (name: string) => unknown)(name);
}

export const names: readonly string[] = Object.keys(PAIRS);

/** What a call of a cooperative function costs against awaiting the asynchronous form of the same. */
export function prepare(name: string): Case {
  const pair = PAIRS[name];
  if (pair === undefined) throw new TypeError(`there is no cooperative function ${name}`);
  const { times, awaited, blocking } = pair;
  const contestants = { await: () => repeat(times, awaited), greenlets: () => run(repeatBlocking, times, blocking) };
  return { row: 'cooperative modules', name, operations: times, unit: 'ns', contestants, leastRounds: 5 };
}

async function repeat(times: number, call: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await call();
}

function repeatBlocking(times: number, call: () => unknown): void {
  'use greenlet';
  for (let i = 0; i < times; i++) call();
}
