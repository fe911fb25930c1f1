import fs from 'node:fs';
import { invoke, type CallbackForm } from '../shared/invoke.ts';
import type { CallSite } from '../shared/call-site.ts';
import type { Abandonment } from '../shared/operation.ts';

/*
 * A read of standard input may take hours, cannot be stopped, and holds a thread of the pool meanwhile. So there is one at a time. What
 * comes for a greenlet that has been killed belongs to whoever reads next.
 */

const STANDARD_INPUT = 0;

/** What has been read and belongs to nobody. */
const left: Buffer[] = [];
/** Settled when the reads that were begun before have ended. */
let turn: Promise<unknown> = Promise.resolve();

/** The part of a buffer that `readSync` is to fill from standard input; null if it is about something else. */
export function standardInputTarget(args: readonly unknown[]): Uint8Array | null {
  const [fd, buffer, offsetOrOptions, givenLength, givenPosition] = args;
  if (fd !== STANDARD_INPUT || !ArrayBuffer.isView(buffer)) return null;
  const inOptions = typeof offsetOrOptions === 'object' && offsetOrOptions !== null;
  const given = inOptions
    ? (offsetOrOptions as { offset?: unknown; length?: unknown; position?: unknown })
    : { offset: offsetOrOptions, length: givenLength, position: givenPosition };
  const { offset = 0, position = null } = given;
  const { length = buffer.byteLength - Number(offset ?? 0) } = given;
  // Others are left to Node, to be refused by it.
  if (position !== null && position !== -1) return null;
  if (!isCount(offset ?? 0, buffer.byteLength) || !isCount(length, buffer.byteLength - Number(offset))) return null;
  return new Uint8Array(buffer.buffer, buffer.byteOffset + Number(offset), Number(length));
}

function isCount(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

/** Fills `target` as far as there is something, and returns how many bytes that were. */
export function readStandardInput(target: Uint8Array, site: CallSite, abandonment: Abandonment): Promise<number> {
  let isAbandoned = false;
  abandonment.onAbandon(() => (isAbandoned = true));
  const isWanted = (): boolean => !isAbandoned;
  const reading = turn.then(async () => {
    if (!isWanted() || target.length === 0) return 0;
    const data = left.shift() ?? (await readNext(target.length, site));
    const count = isWanted() ? Math.min(target.length, data.length) : 0;
    target.set(data.subarray(0, count));
    if (count < data.length) left.unshift(data.subarray(count));
    return count;
  });
  turn = reading.catch(() => undefined);
  return reading;
}

async function readNext(length: number, site: CallSite): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const count = await invoke(fs.read as CallbackForm, [STANDARD_INPUT, buffer, 0, length, null], site);
  return buffer.subarray(0, count as number);
}
