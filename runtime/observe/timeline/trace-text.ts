const encoder = new TextEncoder();

/** All lanes belong to one process: the format wants a number. */
export const PROCESS = 1;

/**
 * How many units of time are a microsecond. Viewers compute with microseconds, and these fractions have no error then: where a stretch seems to end a
 * little after the next one begins, DevTools takes the one for a part of the other, or drops it.
 */
export const TICKS = 8;
/** The fractions, as they are written. */
const FRACTIONS = Array.from({ length: TICKS }, (_, ticks) => encoder.encode(String(ticks / TICKS).slice(1)));

/** How many bytes are collected before they are written. */
const CHUNK = 65_536;
/** The digits of a time, with its point; a number of anything has fewer. */
const MOST_DIGITS = 18;
/** What stands between the numbers of an event takes less. */
const MOST_WORDS = 64;
const BILLION = 1_000_000_000;
const ZERO = 48;

const BETWEEN = encoder.encode(',\n');
const AND_TIME = encoder.encode(',"ts":');
const AND_DURATION = encoder.encode(',"dur":');
const AND_LANE = encoder.encode(',"tid":');
const END = encoder.encode('}');

/**
 * The text of a trace, in chunks, so that a long one needs little memory. It is made of bytes: most of it is numbers and the
 * same few words again and again, for which strings would be made that nobody needs afterwards.
 *
 * Times are eighths of microseconds, which the format wants as microseconds: they are whole numbers until they are written.
 */
export class TraceText {
  readonly #write: (bytes: Uint8Array) => void;
  #bytes = new Uint8Array(CHUNK);
  #length = 0;
  #isFirst = true;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
    this.#copy(encoder.encode('[\n'));
  }

  /** An event of any kind. */
  addEvent(event: object): void {
    const text = encoder.encode(JSON.stringify(event));
    this.#begin(text.length);
    this.#copy(text);
  }

  /** @param head the text of the event up to the number of the lane */
  addStretch(head: Uint8Array, tid: number, time: number, duration: number): void {
    this.#begin(head.length);
    this.#copy(head);
    this.#addNumber(tid);
    this.#copy(AND_TIME);
    this.#addTime(time);
    this.#copy(AND_DURATION);
    this.#addTime(duration);
    this.#copy(END);
  }

  /** One end of an arrow. @param head the text of the event up to its id */
  addArrow(head: Uint8Array, id: number, tid: number, time: number): void {
    this.#begin(head.length);
    this.#copy(head);
    this.#addNumber(id);
    this.#copy(AND_LANE);
    this.#addNumber(tid);
    this.#copy(AND_TIME);
    this.#addTime(time);
    this.#copy(END);
  }

  end(): void {
    this.#reserve(MOST_WORDS);
    this.#copy(encoder.encode('\n]\n'));
    this.#flush();
  }

  #begin(size: number): void {
    this.#reserve(size + MOST_WORDS + 3 * MOST_DIGITS);
    if (!this.#isFirst) this.#copy(BETWEEN);
    this.#isFirst = false;
  }

  /** Makes room for so many bytes. A chunk ends with an event. */
  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    this.#flush();
    if (size > this.#bytes.length) this.#bytes = new Uint8Array(size);
  }

  #flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#write(this.#bytes.subarray(0, length));
  }

  /** A loop: for so few bytes, `set` takes longer. */
  #copy(text: Uint8Array): void {
    const bytes = this.#bytes;
    let at = this.#length;
    // eslint-disable-next-line @typescript-eslint/prefer-for-of -- of an iterator
    for (let i = 0; i < text.length; i++) bytes[at++] = text[i] as number;
    this.#length = at;
  }

  /** Eighths of microseconds as microseconds. */
  #addTime(ticks: number): void {
    const whole = Math.floor(ticks / TICKS);
    this.#addNumber(whole);
    this.#copy(FRACTIONS[ticks - whole * TICKS] as Uint8Array);
  }

  /** A whole number that is not negative. */
  #addNumber(value: number): void {
    if (value < BILLION) return this.#addDigits(value, digitsOf(value));
    const billions = Math.floor(value / BILLION);
    this.#addNumber(billions);
    this.#addDigits(value - billions * BILLION, 9);
  }

  /** The last digits of a number below a billion. */
  #addDigits(value: number, count: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const tens = (rest / 10) | 0;
      bytes[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.#length += count;
  }
}

/** Of a number below a billion. */
function digitsOf(value: number): number {
  let count = 1;
  for (let bound = 10; bound <= value; bound *= 10) count++;
  return count;
}
