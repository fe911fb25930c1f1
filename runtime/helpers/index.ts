/** The public names of `greenlets/helpers`. */
export { memoize, type Memoized, type MemoizeOptions } from './memoize.ts';
export { rateLimit, type RateLimitOptions } from './rate-limit.ts';
export { retry, type Backoff, type RetryOptions } from './retry.ts';
export { wrapErrors } from './wrap-errors.ts';
export { zip } from './zip.ts';
