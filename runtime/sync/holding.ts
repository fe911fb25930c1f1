import { Holders } from './holders.ts';

/* In bundles for browsers ../browser/holding.ts takes its place. */

/** Who keeps track of those that hold the units of a semaphore; null if nobody does. */
export const holding: { of: (units: number) => Holders | null } = { of: (units) => Holders.of(units) };
