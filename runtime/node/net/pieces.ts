/** What is read piece by piece; null at the end. */
interface Readable {
  read(): Buffer | null;
  close(): void;
}

/** Pieces of the data as they come, up to the end. Leaving the loop early closes what is read. */
export function* piecesOf(readable: Readable): Generator<Buffer, void, undefined> {
  'use greenlet';
  let ended = false;
  try {
    for (let chunk = readable.read(); chunk !== null; chunk = readable.read()) yield chunk;
    ended = true;
  } finally {
    if (!ended) readable.close();
  }
}
