/**
 * `node:zlib` whose synchronous functions let other greenlets run.
 *
 * Every `...Sync` function has the parameters, the results and the errors of the original. In a greenlet it waits for the
 * thread pool, outside greenlets it *is* the original; so it is for a few kilobytes, which take less time than the way to
 * another thread. Everything else is that of `node:zlib`.
 *
 * Kill and timeout safety: a greenlet that is killed stops what it waits for after the piece that is under way.
 *
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has happened then
 */
import zlib from 'node:zlib';
import { overlay } from '../shared/overlay.ts';
import { functions } from './functions.ts';

export * from 'node:zlib';
export { implemented } from './functions.ts';
export const {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} = functions;

/** The module as an object, as `import zlib from 'node:zlib'` has it. */
const cooperativeZlib: typeof zlib = overlay(zlib, functions);
export default cooperativeZlib;
