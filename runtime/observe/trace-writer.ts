/** An event of a trace, as Chrome's trace format describes it. Times are microseconds. */
export interface TraceEvent {
  readonly ph: 'M' | 's' | 'f' | 'i';
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

/** How a stretch of a lane is drawn. */
export interface Look {
  readonly name: string;
  readonly cat: string;
  /** One of Chrome's palette; its own choice if there is none. */
  readonly cname?: string;
}

/** How many characters are collected before they are written. */
const CHUNK = 65_536;
/** Lanes of one process: the format wants a number. */
const HEAD = '{"pid":1,';

/** Turns events into the text of a trace, in chunks, so that a long one needs little memory. */
export class TraceWriter {
  readonly #write: (chunk: string) => void;
  readonly #looks = new WeakMap<Look, string>();
  #text = '[\n';
  #isFirst = true;

  constructor(write: (chunk: string) => void) {
    this.#write = write;
  }

  add(event: TraceEvent): void {
    this.#append(JSON.stringify(event).slice(1));
  }

  /** Most events are stretches. What does not change in them is written down once. */
  addStretch(look: Look, tid: number, ts: number, dur: number): void {
    let text = this.#looks.get(look);
    if (text === undefined) {
      text = `${JSON.stringify({ ph: 'X', ...look }).slice(1, -1)},"tid":`;
      this.#looks.set(look, text);
    }
    this.#append(`${text}${String(tid)},"ts":${String(ts)},"dur":${String(dur)}}`);
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

  #append(event: string): void {
    this.#text += this.#isFirst ? HEAD : `,\n${HEAD}`;
    this.#text += event;
    this.#isFirst = false;
    if (this.#text.length >= CHUNK) this.flush();
  }
}
