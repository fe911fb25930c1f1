import { constants } from 'node:buffer';
import type { Transform } from 'node:stream';
import type { ZlibOptions } from 'node:zlib';
import { relocate, type CallSite } from '../shared/call-site.ts';
import type { Abandonment } from '../shared/operation.ts';

/** The options that decide what is returned. */
type Options = Pick<ZlibOptions, 'info' | 'maxOutputLength'> | null | undefined;

/**
 * Passes data through an engine, a piece at a time on the thread pool, and returns all that comes out.
 *
 * @param engine has just been made with the options
 */
export function passThrough(
  engine: Transform,
  data: Buffer,
  options: Options,
  site: CallSite,
  abandonment: Abandonment,
): Promise<unknown> {
  abandonment.onAbandon(() => engine.destroy());
  const limit = options?.maxOutputLength ?? constants.MAX_LENGTH;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    engine.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      engine.destroy();
      reject(relocate(tooLarge(limit), site));
    });
    engine.on('error', (error) => reject(relocate(error, site)));
    engine.on('end', () => {
      const buffer = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);
      resolve(options?.info ? { buffer, engine } : buffer);
    });
    engine.end(data);
  });
}

function tooLarge(limit: number): RangeError {
  const error = new RangeError(`Cannot create a Buffer larger than ${limit} bytes`);
  return Object.assign(error, { code: 'ERR_BUFFER_TOO_LARGE' });
}
