/** The public names of `greenlets/green`. */
export { createGreen, green, original, type ToGreen } from './green.ts';
export type { AbandonedCall, CallPlan, GreenOptions, MadeCall } from './options.ts';
export type { Green } from './types.ts';
