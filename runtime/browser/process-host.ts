import type { Host } from '../hub/host/host.ts';

/* Takes the place of ../hub/process-host.ts in bundles for browsers. */

export const processHost: Partial<Host> = {};
