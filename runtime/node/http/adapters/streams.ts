import { Readable } from 'node:stream';
import { iterate } from '../../../async/iterate.ts';
import { expected } from '../../../core/errors/expected.ts';
import { createGreenlet } from '../../../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../../../greenlets/greenlet.ts';
import { hub } from '../../../hub/index.ts';
import { Event } from '../../../sync/event.ts';
import type { Chunks } from '../replies/content.ts';

const encoder = new TextEncoder();

/** Chunks as a stream of the web: they are taken in a greenlet, so that the iterable may block, and no faster than they are read. */
export function webStreamOf(chunks: Chunks): ReadableStream<Uint8Array> {
  if (chunks instanceof ReadableStream) return chunks as ReadableStream<Uint8Array>;
  if (chunks instanceof Readable) return Readable.toWeb(chunks) as ReadableStream<Uint8Array>;
  const wanted = new Event();
  let greenlet: Greenlet | null = null;
  let isCancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        wanted.set();
        greenlet ??= begin(chunks, controller, wanted, () => isCancelled);
      },
      cancel(reason) {
        isCancelled = true;
        greenlet?.interrupt(reason ?? new DOMException('nobody reads the stream', 'AbortError'), 'abort');
      },
    },
    { highWaterMark: 0 },
  );
}

/** The same as a stream of Node. */
export function nodeStreamOf(chunks: Chunks): Readable {
  return chunks instanceof Readable ? chunks : Readable.fromWeb(webStreamOf(chunks) as never);
}

function begin(
  chunks: Chunks,
  controller: ReadableStreamDefaultController<Uint8Array>,
  wanted: Event,
  isCancelled: () => boolean,
): Greenlet {
  const greenlet: Greenlet = createGreenlet<[], undefined>((): undefined => {
    'use greenlet';
    for (const chunk of iterate(chunks)) {
      // Somebody may ask for the next chunk as soon as this one is there.
      wanted.clear();
      controller.enqueue(bytesOf(chunk));
      wanted.wait();
    }
  }, []);
  greenlet.inform(
    () => {
      if (!isCancelled()) controller.close();
    },
    (error) => controller.error(error),
  );
  hub.startHere(greenlet);
  return greenlet;
}

function bytesOf(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return encoder.encode(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  throw expected('a string or a Uint8Array as a chunk', chunk);
}
