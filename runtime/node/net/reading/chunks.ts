/** Data that has come and has not been taken yet. */
export class Chunks {
  #chunks: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.length;
  }

  /** Takes as much as there is, but at most `count` bytes. Of what came in pieces, that is the first piece. */
  takeSome(count: number): Buffer {
    const [first] = this.#chunks;
    return this.take(Math.min(count, first?.length ?? 0));
  }

  /** Takes `count` bytes; there must be as many. */
  take(count: number): Buffer {
    const taken = this.peek(count);
    this.#skip(count);
    return taken;
  }

  peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    return Buffer.concat(this.#chunks, this.#length).subarray(0, count);
  }

  /**
   * Where `separator` ends, or -1.
   *
   * @param from how many bytes are known not to be the beginning of one
   */
  endOf(separator: Buffer, from: number): number {
    this.#join();
    const index = this.#chunks[0]?.indexOf(separator, from) ?? -1;
    return index < 0 ? -1 : index + separator.length;
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#length)];
  }

  #skip(count: number): void {
    this.#length -= count;
    while (count > 0) {
      const [first] = this.#chunks;
      if (first === undefined) return;
      if (first.length > count) this.#chunks[0] = first.subarray(count);
      else this.#chunks.shift();
      count -= Math.min(first.length, count);
    }
  }
}
