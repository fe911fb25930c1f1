/** A JSON parser by hand: recursive descent over a string. */
class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  space() {
    while (this.text.charCodeAt(this.at) <= 32) this.at++;
  }

  value() {
    this.space();
    switch (this.text.charCodeAt(this.at)) {
      case 123:
        return this.object();
      case 91:
        return this.array();
      case 34:
        return this.string();
      case 116:
        return this.word('true', true);
      case 102:
        return this.word('false', false);
      case 110:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  word(name, value) {
    if (!this.text.startsWith(name, this.at)) throw new SyntaxError(`unexpected character at ${this.at}`);
    this.at += name.length;
    return value;
  }

  accept(code) {
    this.space();
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  expect(code) {
    if (!this.accept(code)) throw new SyntaxError(`expected ${String.fromCharCode(code)} at ${this.at}`);
  }

  object() {
    const object = {};
    this.at++;
    if (this.accept(125)) return object;
    do {
      this.space();
      const key = this.string();
      this.expect(58);
      object[key] = this.value();
    } while (this.accept(44));
    this.expect(125);
    return object;
  }

  array() {
    const array = [];
    this.at++;
    if (this.accept(93)) return array;
    do array.push(this.value());
    while (this.accept(44));
    this.expect(93);
    return array;
  }

  string() {
    const start = ++this.at;
    while (this.text.charCodeAt(this.at) !== 34) this.at++;
    return this.text.substring(start, this.at++);
  }

  number() {
    const start = this.at;
    for (let code = this.text.charCodeAt(this.at); this.isNumeric(code); code = this.text.charCodeAt(this.at))
      this.at++;
    if (start === this.at) throw new SyntaxError(`unexpected character at ${this.at}`);
    return Number(this.text.substring(start, this.at));
  }

  isNumeric(code) {
    return (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 101 || code === 43;
  }
}

const ROW = {
  id: 17,
  name: 'greenlet',
  tags: ['a', 'b', 'c'],
  price: 12.5,
  active: true,
  parent: null,
  size: { w: 3, h: 4 },
};
const TEXT = JSON.stringify(new Array(1000).fill(ROW), null, 1);

export function run() {
  let sum = 0;
  for (const row of new Parser(TEXT).value()) sum += row.id + row.tags.length + row.size.h;
  return sum;
}
