import { unwatch, watch, watchOutsiders } from './deadlocks/raising.ts';
import type { Detection } from './deadlocks/detection.ts';

/** What detects deadlocks, to be told who waits from outside. Bundles for browsers have another file in the place of this one. */
export const watching: Detection = { watch, unwatch, watchOutsiders };
