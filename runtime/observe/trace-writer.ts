/** An event of a trace, as Chrome's trace format describes it. Times are microseconds. */
export interface TraceEvent {
  readonly ph: 'X' | 'M' | 's' | 'f' | 'i';
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly cname?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

/** How many characters are collected before they are written. */
const CHUNK = 65_536;
/** Lanes of one process: the format wants a number. */
const HEAD = '{"pid":1,';

/** Turns events into the text of a trace, in chunks, so that a long one needs little memory. */
export class TraceWriter {
  readonly #write: (chunk: string) => void;
  #text = '[\n';
  #isFirst = true;

  constructor(write: (chunk: string) => void) {
    this.#write = write;
  }

  add(event: TraceEvent): void {
    // Without a copy of the event: this is most of what a trace costs.
    this.#text += `${this.#isFirst ? '' : ',\n'}${HEAD}${JSON.stringify(event).slice(1)}`;
    this.#isFirst = false;
    if (this.#text.length >= CHUNK) this.flush();
  }

  flush(): void {
    if (this.#text === '') return;
    this.#write(this.#text);
    this.#text = '';
  }

  end(): void {
    this.#text += '\n]\n';
    this.flush();
  }
}
