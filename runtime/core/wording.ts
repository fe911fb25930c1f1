import { showValue } from './errors/show-value.ts';

/* In bundles for browsers ../browser/wording.ts takes its place. */

/** How errors show a value. */
export const wording: { of: typeof showValue } = { of: showValue };
