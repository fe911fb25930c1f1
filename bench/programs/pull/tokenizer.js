/** Numbers, words and signs. */
class Tokenizer {
  constructor(reader) {
    this.reader = reader;
    this.byte = 32;
    this.value = 0;
  }

  number() {
    const { reader } = this;
    let value = 0;
    let byte = this.byte;
    for (; byte >= 48 && byte <= 57; byte = reader.next()) value = (value * 10 + byte - 48) | 0;
    this.byte = byte;
    this.value = value;
    return 1;
  }

  word() {
    const { reader } = this;
    let hash = 0;
    let byte = this.byte;
    for (; byte >= 97 && byte <= 122; byte = reader.next()) hash = (hash * 31 + byte) | 0;
    this.byte = byte;
    this.value = hash;
    return 2;
  }

  token() {
    const { reader } = this;
    while (this.byte === 32) this.byte = reader.next();
    if (this.byte === -1) return 0;
    if (this.byte >= 48 && this.byte <= 57) return this.number();
    if (this.byte >= 97 && this.byte <= 122) return this.word();
    this.value = this.byte;
    this.byte = reader.next();
    return 3;
  }
}

export const sample = 'let total = price * 12 + (shipping - 4096); print(total, currency);  ';

export function run(reader) {
  const tokenizer = new Tokenizer(reader);
  let sum = 0;
  for (let kind = tokenizer.token(); kind !== 0; kind = tokenizer.token()) sum = (sum * 7 + tokenizer.value + kind) | 0;
  return sum;
}
