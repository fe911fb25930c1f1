import type { Holders } from '../sync/holders.ts';

/* Takes the place of ../sync/holding.ts in bundles for browsers, which keep track for development only: see in-full.ts. */

/** Who keeps track of those that hold the units of a semaphore; null if nobody does. */
export const holding: { of: (units: number) => Holders | null } = { of: () => null };
