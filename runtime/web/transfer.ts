/** As much of a response as this module looks at; a test double may have less. */
type Body = Partial<Pick<Response, 'bodyUsed' | 'body'>>;

/** The transfer of one body, to a response and its clones. */
export class Transfer {
  readonly #abort: () => void;
  /** Weak, as a body that is collected ends its transfer by itself. */
  readonly #readers = new Set<WeakRef<Body>>();
  /** Whether a reader has given up. */
  #abandoned = false;

  constructor(abort: () => void) {
    this.#abort = abort;
  }

  add(response: Body): void {
    this.#readers.add(new WeakRef(response));
  }

  /** Whether nobody has begun to read the body: if one reader has, others are likely to. */
  get isUnread(): boolean {
    return !this.#abandoned && [...this.#readers].every((reader) => isUnread(reader.deref()));
  }

  /** Nobody is going to read this response to its end. Aborts the transfer unless it feeds a clone. */
  abandon(response: Body): void {
    this.#abandoned = true;
    for (const reader of this.#readers) if (reader.deref() === response) this.#readers.delete(reader);
    if (this.#readers.size === 0) this.abort();
  }

  abort(): void {
    this.#abandoned = true;
    this.#abort();
  }
}

function isUnread(response: Body | undefined): boolean {
  return response?.bodyUsed !== true && response?.body?.locked !== true;
}
