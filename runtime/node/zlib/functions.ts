import { isAnyArrayBuffer } from 'node:util/types';
import zlib, { type ZlibOptions } from 'node:zlib';
import type { Asynchronous } from '../shared/cooperative.ts';
import { cooperateAll } from '../shared/functions.ts';
import { passThrough, type Engine } from './engine.ts';

type Data = string | ArrayBufferLike | NodeJS.ArrayBufferView;

/**
 * Up to so many bytes the original is called: it has done its work before a thread of the pool would have begun. Deflated data
 * can grow a thousandfold, and there is no bound for that of Brotli and Zstandard.
 */
const FEW = { deflate: 4096, inflate: 1024, none: -1 };

function through(create: string, few: number): Asynchronous {
  return {
    staysSynchronous: ([data]) => !isData(data) || byteLengthOf(data) <= few,
    start: async ([data, options], site, abandonment) => {
      const make = Reflect.get(zlib, create) as (options: unknown) => Engine;
      const buffer = bufferOf(data as Data);
      checkStreamOptions(make, options);
      const engine = make(forEngine(options));
      return await passThrough(
        engine,
        buffer,
        Boolean((options as ZlibOptions | null | undefined)?.info),
        site,
        abandonment,
      );
    },
  };
}

const OF_STREAMS = ['highWaterMark', 'readableHighWaterMark', 'writableHighWaterMark', 'signal'];

/** The synchronous form complains about some options that have no effect on it. */
function checkStreamOptions(make: (options: unknown) => Engine, options: unknown): void {
  const given = Object(options ?? {}) as object;
  if (OF_STREAMS.some((name) => Object.hasOwn(given, name))) make(options).on('error', ignore).destroy();
}

function ignore(): void {
  // Nobody uses it.
}

/** A stream looks at own properties only: none of those that concern streams are to have an effect. */
function forEngine(options: unknown): object {
  return Object.create(Object(options ?? {}) as object) as object;
}

function isData(data: unknown): data is Data {
  return typeof data === 'string' || ArrayBuffer.isView(data) || isAnyArrayBuffer(data);
}

function byteLengthOf(data: Data): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}

function bufferOf(data: Data): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  if (!ArrayBuffer.isView(data)) return Buffer.from(data);
  // A view whose buffer has been moved away counts as empty.
  return data.byteLength === 0 ? Buffer.alloc(0) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

const asynchronous = {
  brotliCompressSync: through('createBrotliCompress', FEW.none),
  brotliDecompressSync: through('createBrotliDecompress', FEW.none),
  deflateRawSync: through('createDeflateRaw', FEW.deflate),
  deflateSync: through('createDeflate', FEW.deflate),
  gunzipSync: through('createGunzip', FEW.inflate),
  gzipSync: through('createGzip', FEW.deflate),
  inflateRawSync: through('createInflateRaw', FEW.inflate),
  inflateSync: through('createInflate', FEW.inflate),
  unzipSync: through('createUnzip', FEW.inflate),
  zstdCompressSync: through('createZstdCompress', FEW.none),
  zstdDecompressSync: through('createZstdDecompress', FEW.none),
};

type Name = keyof typeof asynchronous;

/** The functions that only newer versions of Node have. */
interface Newer {
  zstdCompressSync: (data: Data, options?: object) => Buffer;
  zstdDecompressSync: (data: Data, options?: object) => Buffer;
}

/** The names of the functions that have a cooperative version. */
export const implemented = Object.keys(asynchronous) as readonly Name[];

/** The cooperative functions; those that this Node lacks are undefined. */
export const functions = cooperateAll('zlib', zlib as typeof zlib & Newer, asynchronous);
