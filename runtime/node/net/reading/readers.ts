import { Readable } from 'node:stream';
import { share } from '../../../contract/share.ts';
import { expected } from '../../../core/errors/expected.ts';
import { belongsToSocket } from './inflow.ts';
import { Reader } from './reader.ts';
import { NodeSource, WebSource } from './sources.ts';

/** What one reader has read ahead, another one would miss. */
const readers = share(Symbol.for('greenlets:v1:readers'), () => new WeakMap<object, Reader>());

/**
 * Reads a stream of Node or of the web in blocking style. A stream has one reader, however often it is asked for. Nobody else may read it
 * meanwhile.
 *
 * @throws {TypeError} if it is no stream, or if somebody else reads it
 */
export function reader(stream: Readable | NodeJS.ReadableStream | ReadableStream<unknown>): Reader {
  const known = readers.get(stream);
  if (known !== undefined) return known;
  const made = createReader(stream);
  readers.set(stream, made);
  return made;
}

function createReader(stream: Parameters<typeof reader>[0]): Reader {
  if (typeof ReadableStream === 'function' && stream instanceof ReadableStream)
    return new Reader(new WebSource(stream));
  const isNodeStream =
    typeof stream === 'object' && (stream as object | null) !== null && 'on' in stream && 'read' in stream;
  if (!isNodeStream) throw expected('a stream of Node or of the web', stream);
  if (belongsToSocket(stream)) throw new TypeError('a Socket reads the stream: use its methods');
  const heard = ['data', 'readable'].find((event) => stream.listenerCount(event) > 0);
  if (heard !== undefined) throw new TypeError(`something else reads the stream: it has a listener for "${heard}"`);
  const modern = stream instanceof Readable ? stream : new Readable().wrap(stream);
  return new Reader(new NodeSource(modern));
}
