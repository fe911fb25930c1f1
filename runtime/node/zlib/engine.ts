import type { Transform } from 'node:stream';
import { relocate, type CallSite } from '../shared/call-site.ts';
import type { Abandonment } from '../shared/operation.ts';

/** What compresses or decompresses, and what it keeps without declaring it: how it passes on pieces, and the last one, and how much may come out. */
export interface Engine extends Transform {
  _defaultFlushFlag: number;
  readonly _finishFlushFlag: number;
  readonly _maxOutputLength: number;
}

/**
 * Passes data through an engine, a piece at a time on the thread pool, and returns all that comes out.
 *
 * @param engine has just been made
 * @param withEngine whether to return the engine as well
 */
export function passThrough(
  engine: Engine,
  data: Buffer,
  withEngine: boolean,
  site: CallSite,
  abandonment: Abandonment,
): Promise<unknown> {
  abandonment.onAbandon(() => engine.destroy());
  takeInOnePiece(engine);
  const limit = engine._maxOutputLength;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    engine.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      engine.destroy();
      reject(tooLarge(limit, site));
    });
    engine.on('error', (error) => reject(relocate(error, site)));
    engine.on('end', () => {
      const buffer = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);
      resolve(withEngine ? { buffer, engine } : buffer);
    });
    engine.end(data);
  });
}

/** As the synchronous form does: all of the data is the last piece. A stream passes an empty one on after it, which may leave its traces. */
function takeInOnePiece(engine: Engine): void {
  engine._defaultFlushFlag = engine._finishFlushFlag;
  engine._flush = (done) => done();
}

/** As Node makes its errors: the code stands in the stack, and not in the name. */
function tooLarge(limit: number, site: CallSite): RangeError {
  const code = 'ERR_BUFFER_TOO_LARGE';
  const error = new RangeError(`Cannot create a Buffer larger than ${limit} bytes`);
  error.name = `${error.name} [${code}]`;
  relocate(error, site);
  Reflect.deleteProperty(error, 'name');
  return Object.assign(error, { code });
}
