import { loadBuiltin } from './load-builtin.ts';

/** `hash` is newer than the oldest Node that we support, and faster than an object for each text. */
interface Crypto {
  hash?: (algorithm: string, text: string) => string;
  createHash: (algorithm: string) => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** 64 hexadecimal digits. */
export function sha256(text: string): string {
  // Node takes long to load it, and what starts from the cache may not need it.
  const { hash, createHash } = loadBuiltin('node:crypto') as Crypto;
  return hash?.('sha256', text) ?? createHash('sha256').update(text).digest('hex');
}
