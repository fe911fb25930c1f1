import type { Interface } from 'node:readline';

/** As many as the iterator of an interface keeps before it pauses the input. */
const MOST_LINES = 1024;

/** The lines that come while nobody listens to an interface. */
export class KeptLines {
  readonly #line: Interface;
  readonly #lines: string[] = [];
  #isKeeping = false;

  constructor(line: Interface) {
    this.#line = line;
  }

  /** The first one. */
  take(): string | undefined {
    return this.#lines.shift();
  }

  /** Begins to keep lines. Those that came before are lost, as the interface has it. */
  keep(): void {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    this.#line.on('line', this.#keep);
  }

  /** Lines that somebody else hears are not for those who ask. */
  readonly #keep = (text: string): void => {
    if (this.#line.listenerCount('line') > 1) return;
    this.#lines.push(text);
    if (this.#lines.length >= MOST_LINES) this.#line.pause();
  };

  /** Those that have come, before those that the interface iterates; null if there are none. */
  iterate(others: () => AsyncIterable<string>): AsyncIterable<string> | null {
    if (this.#lines.length === 0) return null;
    return this.#andThen(isClosed(this.#line) ? null : others());
  }

  async *#andThen(others: AsyncIterable<string> | null): AsyncGenerator<string, void, undefined> {
    for (let text = this.take(); text !== undefined; text = this.take()) yield text;
    if (others !== null) yield* others;
  }
}

/** Node's types do not know the property. */
export function isClosed(line: Interface): boolean {
  return (line as { closed?: boolean }).closed === true;
}
