const encoder = new TextEncoder();

/** All lanes belong to one process: the format wants a number. */
export const PROCESS = 1;

/**
 * How many units of time are a microsecond. Viewers compute with microseconds, and these fractions have no error then: where a stretch seems to end a
 * little after the next one begins, DevTools takes the one for a part of the other, or drops it.
 */
export const TICKS = 8;

/** How many bytes are collected before they are written. */
const CHUNK = 65_536;
/** What the numbers of an event take at most, and what stands between them. */
const MOST_REST = 128;

/** A piece of the text in words of four bytes, filled up with spaces. */
export type Words = Uint32Array;

/** Words are copied four times as fast as bytes. So every piece of the text takes whole words, and every number as well. */
function wordsOf(text: string): Words {
  const bytes = encoder.encode(text);
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  new Uint8Array(words.buffer).fill(SPACE).set(bytes);
  return words;
}

const SPACE = 32;
const LANE = wordsOf(',\n{"tid":');
const ARROW = wordsOf(',\n{"id":');
const AND_LANE = wordsOf(',"tid":');
const AND_TIME = wordsOf(',"ts":');
const AND_DURATION = wordsOf(',"dur":');

/** What an event has besides numbers, and its end. */
export function tailOf(fields: object): Words {
  return wordsOf(`,${JSON.stringify({ ...fields, pid: PROCESS }).slice(1)}`);
}

/** Numbers are written in groups of four digits, and these in pairs. */
const GROUP = 10_000;
const PAIR = 100;
const PAIRS = pairsOf((number) => String(number).padStart(2, '0'));
const FIRST_PAIRS = pairsOf((number) => String(number).padStart(2));
const NO_PAIR = pairsOf(() => '  ')[0] ?? 0;
/** The digits of the fractions, after the point. */
const FRACTIONS = Array.from({ length: TICKS }, (_, ticks) => wordsOf(String(ticks / TICKS).slice(1)));

function pairsOf(text: (number: number) => string): Uint16Array {
  const texts = Array.from({ length: PAIR }, (_, number) => text(number));
  return new Uint16Array(encoder.encode(texts.join('')).buffer);
}

/**
 * The text of a trace, in chunks, so that a long one needs little memory. It is made of words in a buffer: most of it is numbers and
 * the same few pieces again and again, for which strings would be made that nobody needs afterwards.
 *
 * Times are eighths of microseconds, which the format wants as microseconds: they are whole numbers until they are written.
 */
export class TraceText {
  readonly #write: (bytes: Uint8Array) => void;
  #words = new Uint32Array(CHUNK / 4);
  /** The same memory. */
  #pairs = new Uint16Array(this.#words.buffer);
  /** In words. */
  #length = 0;

  /** @param first an event, so that all others follow one */
  constructor(write: (bytes: Uint8Array) => void, first: object) {
    this.#write = write;
    this.#add(`[\n${JSON.stringify(first)}`);
  }

  /** An event of any kind. */
  addEvent(event: object): void {
    this.#add(`,\n${JSON.stringify(event)}`);
  }

  addStretch(tail: Words, tid: number, time: number, duration: number): void {
    this.#reserve(tail);
    this.#copy(LANE);
    this.#addNumber(tid);
    this.#copy(AND_TIME);
    this.#addTime(time);
    this.#copy(AND_DURATION);
    this.#addTime(duration);
    this.#copy(tail);
  }

  /** One end of an arrow. */
  addArrow(tail: Words, id: number, tid: number, time: number): void {
    this.#reserve(tail);
    this.#copy(ARROW);
    this.#addNumber(id);
    this.#copy(AND_LANE);
    this.#addNumber(tid);
    this.#copy(AND_TIME);
    this.#addTime(time);
    this.#copy(tail);
  }

  end(): void {
    this.#add('\n]\n');
    this.#flush();
  }

  #add(text: string): void {
    const words = wordsOf(text);
    this.#reserve(words);
    this.#copy(words);
  }

  /** Makes room for an event of which this is a part. A chunk ends with an event. */
  #reserve(part: Words): void {
    const size = part.length + MOST_REST / 4;
    if (this.#length + size <= this.#words.length) return;
    this.#flush();
    if (size <= this.#words.length) return;
    this.#words = new Uint32Array(size);
    this.#pairs = new Uint16Array(this.#words.buffer);
  }

  #flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#write(new Uint8Array(this.#words.buffer, 0, length * 4));
  }

  /** A loop: for so few words, `set` takes longer. */
  #copy(piece: Words): void {
    const words = this.#words;
    const from = this.#length;
    const { length } = piece;
    for (let i = 0; i < length; i++) words[from + i] = piece[i] as number;
    this.#length = from + length;
  }

  /** Eighths of microseconds as microseconds. */
  #addTime(ticks: number): void {
    const whole = Math.floor(ticks / TICKS);
    this.#addNumber(whole);
    const fraction = ticks - whole * TICKS;
    if (fraction > 0) this.#copy(FRACTIONS[fraction] as Words);
  }

  /** A whole number that is not negative, after spaces. */
  #addNumber(value: number): void {
    if (value < GROUP) return this.#addFirstGroup(value | 0);
    const groups = Math.floor(value / GROUP);
    if (groups < GROUP) this.#addFirstGroup(groups | 0);
    else this.#addNumber(groups);
    this.#addGroup((value - groups * GROUP) | 0);
  }

  #addFirstGroup(value: number): void {
    const hundreds = (value / PAIR) | 0;
    if (hundreds === 0) this.#addPairs(NO_PAIR, FIRST_PAIRS[value] as number);
    else this.#addPairs(FIRST_PAIRS[hundreds] as number, PAIRS[value - hundreds * PAIR] as number);
  }

  #addGroup(value: number): void {
    const hundreds = (value / PAIR) | 0;
    this.#addPairs(PAIRS[hundreds] as number, PAIRS[value - hundreds * PAIR] as number);
  }

  #addPairs(first: number, second: number): void {
    const at = this.#length++ * 2;
    this.#pairs[at] = first;
    this.#pairs[at + 1] = second;
  }
}
