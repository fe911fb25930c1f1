/** Rows of fields, quoted or not. */
class Parser {
  constructor(reader) {
    this.reader = reader;
    this.end = 0;
    this.hash = 0;
  }

  /** Leaves the byte behind the field in `end`. */
  field() {
    const { reader } = this;
    let byte = reader.next();
    if (byte === 34) return this.quoted();
    let length = 0;
    for (; byte !== 44 && byte !== 10 && byte !== -1; byte = reader.next()) {
      this.hash = (this.hash * 31 + byte) | 0;
      length++;
    }
    this.end = byte;
    return length;
  }

  quoted() {
    const { reader } = this;
    for (let length = 0; ; length++) {
      let byte = reader.next();
      if (byte === 34) {
        byte = reader.next();
        if (byte !== 34) {
          this.end = byte;
          return length;
        }
      }
      this.hash = (this.hash * 31 + byte) | 0;
    }
  }

  row() {
    let fields = 1;
    while (this.field() >= 0 && this.end === 44) fields++;
    return fields;
  }
}

export const sample = '1042,"Doe, Jane",jane@example.org,2024-03-01,"said ""yes"" twice",19.99,,true\n';

export function run(reader) {
  const parser = new Parser(reader);
  let fields = 0;
  while (parser.end !== -1) fields += parser.row();
  return fields + parser.hash;
}
