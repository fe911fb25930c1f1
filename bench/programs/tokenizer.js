/** A tokenizer that pulls bytes from a reader object: the reader decides where bytes come from. */
class Reader {
  constructor(bytes, refill) {
    this.bytes = bytes;
    this.position = 0;
    this.refill = refill;
  }

  peek() {
    if (this.position === this.bytes.length && !this.more()) return -1;
    return this.bytes[this.position];
  }

  next() {
    const byte = this.peek();
    this.position++;
    return byte;
  }

  more() {
    const bytes = this.refill();
    if (bytes === null) return false;
    this.bytes = bytes;
    this.position = 0;
    return true;
  }
}

class Tokenizer {
  constructor(reader) {
    this.reader = reader;
    this.value = 0;
  }

  skipSpace() {
    while (this.reader.peek() === 32) this.reader.next();
  }

  number() {
    let value = 0;
    for (let byte = this.reader.peek(); byte >= 48 && byte <= 57; byte = this.reader.peek()) {
      value = (value * 10 + byte - 48) | 0;
      this.reader.next();
    }
    this.value = value;
    return 'number';
  }

  word() {
    let hash = 0;
    for (let byte = this.reader.peek(); byte >= 97 && byte <= 122; byte = this.reader.peek()) {
      hash = (hash * 31 + byte) | 0;
      this.reader.next();
    }
    this.value = hash;
    return 'word';
  }

  token() {
    this.skipSpace();
    const byte = this.reader.peek();
    if (byte === -1) return null;
    if (byte >= 48 && byte <= 57) return this.number();
    if (byte >= 97 && byte <= 122) return this.word();
    this.value = this.reader.next();
    return 'sign';
  }
}

const TEXT = 'let total = price * 12 + (shipping - 4096); print(total, currency);  '.repeat(200);
const CHUNK = new Uint8Array(TEXT.length);
for (let i = 0; i < TEXT.length; i++) CHUNK[i] = TEXT.charCodeAt(i);

export function run() {
  let left = 20;
  const tokenizer = new Tokenizer(new Reader(CHUNK, () => (left-- > 0 ? CHUNK : null)));
  let sum = 0;
  for (let kind = tokenizer.token(); kind !== null; kind = tokenizer.token())
    sum = (sum * 7 + tokenizer.value + kind.length) | 0;
  return sum;
}
