import { explainBorder } from './borders/explain-border.ts';
import { traceErrors } from './switching/trace-errors.ts';

/* Errors say all that they can, and their stacks are whole. In bundles for browsers ../browser/in-full.ts decides. */

/** What a `SwitchError` says. */
export const message: { of: typeof explainBorder } = { of: explainBorder };

traceErrors();
