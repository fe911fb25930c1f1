/** Fills a reader's buffer; null at the end. In a coloured program it returns a promise. */
export type Refill = () => unknown;

/** So many bytes, in chunks that one has to wait for. */
export class Source {
  readonly #bytes: Uint8Array;
  readonly #chunk: number;

  /** @param size about how many bytes: the sample is repeated whole */
  constructor(sample: string, size: number, chunk: number) {
    this.#bytes = Buffer.from(sample.repeat(Math.ceil(size / sample.length)), 'latin1');
    this.#chunk = chunk;
  }

  /** Everything at once, for a program that cannot wait. */
  readAll(): Refill {
    let bytes: Uint8Array | null = this.#bytes;
    return () => {
      const all = bytes;
      bytes = null;
      return all;
    };
  }

  readInChunks(): () => Promise<Uint8Array | null> {
    let at = 0;
    return async () => {
      const chunk = this.#bytes.subarray(at, at + this.#chunk);
      at += chunk.length;
      return Promise.resolve(chunk.length === 0 ? null : chunk);
    };
  }
}

/** The bytes as an async generator passes them on. */
export async function* generateBytes(read: () => Promise<Uint8Array | null>): AsyncGenerator<number, void> {
  for (let bytes = await read(); bytes !== null; bytes = await read()) yield* bytes;
}

/** A reader for a coloured program. */
export function pullFrom(bytes: AsyncGenerator<number, void>): { next(): Promise<number> } {
  return { next: async () => (await bytes.next()).value ?? -1 };
}
