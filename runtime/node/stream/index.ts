/**
 * `pipeline` and `finished` of `node:stream`, which block where they are given no callback, until the streams have come to
 * their end. The default export is that of `node:stream`; everything else is to be imported from there.
 *
 * Kill and timeout safety: a greenlet that is killed in `pipeline` destroys all the streams; one that is killed in `finished`
 * leaves the stream alone.
 *
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has begun then
 */
import stream from 'node:stream';
import type { Blocking } from './types.ts';
import { functions } from './functions.ts';

export { implemented } from './functions.ts';
export const { finished, pipeline } = functions as Blocking;

export default stream;
