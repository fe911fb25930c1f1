import { run, sleep } from 'greenlets';
import type { Case } from '../types.ts';

const SIZE = 2_000_000;
const CHUNKS: Record<string, number> = { 'every 64 KB': 65_536, 'every 1 KB': 1024, 'every 16 B': 16 };

export const names: readonly string[] = Object.keys(CHUNKS);

/** A sum over bytes, pulled one by one from a reader which has to wait whenever its buffer is empty. */
export function prepare(name: string): Case {
  const chunk = CHUNKS[name] ?? SIZE;
  const bytes = new Uint8Array(chunk).fill(7);
  const contestants = {
    synchronous: () => sumSync(new SyncReader(new Uint8Array(SIZE).fill(7))),
    greenlets: () => run(sumGreenlet, new GreenletReader(bytes, Math.floor(SIZE / chunk))),
    'await per byte': () => sumAsync(new AsyncReader(bytes, Math.floor(SIZE / chunk))),
    'await when empty': () => sumHalfAsync(new HalfAsyncReader(bytes, Math.floor(SIZE / chunk))),
  };
  return { row: 'rarely blocks', name, operations: 1, unit: 'ms', contestants };
}

class SyncReader {
  private at = 0;
  private readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  next(): number {
    return this.at < this.bytes.length ? (this.bytes[this.at++] ?? -1) : -1;
  }
}

function sumSync(reader: SyncReader): number {
  let sum = 0;
  for (let byte = reader.next(); byte >= 0; byte = reader.next()) sum += byte;
  return sum;
}

/** A buffer that has been filled `left` times more when it is empty. */
class Refilled {
  protected at: number;
  protected readonly bytes: Uint8Array;
  protected left: number;
  constructor(bytes: Uint8Array, left: number) {
    this.bytes = bytes;
    this.at = bytes.length;
    this.left = left;
  }
  protected take(): number {
    return this.bytes[this.at++] ?? -1;
  }
  protected refill(): void {
    this.left--;
    this.at = 0;
  }
}

class GreenletReader extends Refilled {
  next(): number {
    'use greenlet';
    if (this.at === this.bytes.length) {
      if (this.left === 0) return -1;
      sleep(0);
      this.refill();
    }
    return this.bytes[this.at++] ?? -1;
  }
}

function sumGreenlet(reader: GreenletReader): number {
  'use greenlet';
  let sum = 0;
  for (let byte = reader.next(); byte >= 0; byte = reader.next()) sum += byte;
  return sum;
}

class AsyncReader extends Refilled {
  async next(): Promise<number> {
    if (this.at === this.bytes.length) {
      if (this.left === 0) return -1;
      await nextTurn();
      this.refill();
    }
    return this.take();
  }
}

async function sumAsync(reader: AsyncReader): Promise<number> {
  let sum = 0;
  for (let byte = await reader.next(); byte >= 0; byte = await reader.next()) sum += byte;
  return sum;
}

class HalfAsyncReader extends Refilled {
  next(): number | Promise<number> {
    return this.at === this.bytes.length ? this.fill() : this.take();
  }
  private async fill(): Promise<number> {
    if (this.left === 0) return -1;
    await nextTurn();
    this.refill();
    return this.take();
  }
}

async function sumHalfAsync(reader: HalfAsyncReader): Promise<number> {
  let sum = 0;
  for (;;) {
    const next = reader.next();
    const byte = typeof next === 'number' ? next : await next;
    if (byte < 0) return sum;
    sum += byte;
  }
}

/** What `sleep(0)` is for promises: everything that is ready runs first. */
function nextTurn(): Promise<void> {
  return Promise.resolve();
}
