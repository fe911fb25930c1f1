/** Messages of fields: a key and a varint, or a key, a length and so many bytes. */
class Decoder {
  constructor(reader) {
    this.reader = reader;
    this.sum = 0;
  }

  /** @returns -1 at the end */
  varint() {
    const { reader } = this;
    let byte = reader.next();
    if (byte === -1) return -1;
    let value = byte & 127;
    for (let shift = 7; byte >= 128; shift += 7) {
      byte = reader.next();
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }

  skip(length) {
    const { reader } = this;
    let hash = 0;
    for (let i = 0; i < length; i++) hash = (hash * 31 + reader.next()) | 0;
    return hash;
  }

  field() {
    const key = this.varint();
    if (key === -1) return false;
    const value = this.varint();
    this.sum = (this.sum + key + ((key & 7) === 2 ? this.skip(value) : value)) | 0;
    return true;
  }
}

/** A number, a text of 12 bytes, a large number, a text of 5. */
export const sample = '\x08\x2a\x12\x0chello world!\x18\xac\xd8\x93\x07\x22\x05bytes';

export function run(reader) {
  const decoder = new Decoder(reader);
  let count = 0;
  while (decoder.field()) count++;
  return count + decoder.sum;
}
