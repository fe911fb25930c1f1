/** Bytes one by one, from a buffer that is filled when it is empty. Where the bytes come from decides `refill`. */
export class Reader {
  constructor(refill) {
    this.bytes = new Uint8Array(0);
    this.at = 0;
    this.refill = refill;
  }

  next() {
    if (this.at === this.bytes.length && !this.more()) return -1;
    return this.bytes[this.at++];
  }

  more() {
    const bytes = this.refill();
    if (bytes === null) return false;
    this.bytes = bytes;
    this.at = 0;
    return true;
  }
}
