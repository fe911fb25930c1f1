import crypto from 'node:crypto';

/** Newer than the oldest Node that we support, and faster than an object for each text. */
const { hash } = crypto as { hash?: (algorithm: string, text: string) => string };

/** 64 hexadecimal digits. */
export function sha256(text: string): string {
  return hash?.('sha256', text) ?? crypto.createHash('sha256').update(text).digest('hex');
}
