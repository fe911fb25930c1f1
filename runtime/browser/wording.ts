import type { showValue } from '../core/errors/show-value.ts';

/* Takes the place of ../core/wording.ts in bundles for browsers, which have the rest for development only: see in-full.ts. */

/** How errors show a value: at least, of which type it is. */
export const wording: { of: typeof showValue } = { of: (value) => `a value of the type ${typeof value}` };
