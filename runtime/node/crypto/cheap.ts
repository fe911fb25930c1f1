/*
 * Calls that take less time than the way to the thread pool and back, some 50 microseconds. Arguments that the originals refuse
 * count as cheap, too. What depends on keys - signatures, primes, pairs of keys - may take milliseconds, and never is.
 */

/** Iterations of PBKDF2. */
const FEW_ITERATIONS = 50;
/** Bytes of keys that are derived by hashing. */
const FEW_BYTES = 4096;
/** Random bytes, which come faster. */
const FEW_RANDOM_BYTES = 32_768;

type Predicate = (args: readonly unknown[]) => boolean;

const generateKeySync: Predicate = ([, options]) => {
  const { length } = (options ?? {}) as { length?: unknown };
  return isAtMost(length, 8 * FEW_RANDOM_BYTES);
};

const hkdfSync: Predicate = ([, key, salt, info, length]) =>
  isAtMost(length, FEW_BYTES) && [key, salt, info].every((part) => isAtMost(sizeOf(part), FEW_BYTES));

const pbkdf2Sync: Predicate = ([, , iterations, length]) =>
  isAtMost(iterations, FEW_ITERATIONS) && isAtMost(length, 64);

/** With a callback it does not block. */
const randomBytes: Predicate = ([size, callback]) => callback !== undefined || isAtMost(size, FEW_RANDOM_BYTES);

const randomFillSync: Predicate = ([buffer, , size]) => isAtMost(size ?? sizeOf(buffer), FEW_RANDOM_BYTES);

export const isCheap = { generateKeySync, hkdfSync, pbkdf2Sync, randomBytes, randomFillSync };

/** Whether a number is at most `limit`; whatever is no number is refused sooner. */
function isAtMost(value: unknown, limit: number): boolean {
  return typeof value !== 'number' || !(value > limit);
}

function sizeOf(data: unknown): unknown {
  if (typeof data === 'string') return data.length;
  return typeof data === 'object' && data !== null && 'byteLength' in data ? data.byteLength : 0;
}
