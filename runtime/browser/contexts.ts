import type { Contexts } from '../contract/contexts/contexts.ts';

/* Takes the place of ../contract/contexts/contexts.ts in bundles for browsers, which have nothing like `AsyncLocalStorage`. */

export const asyncHooks = undefined;

export const contexts: Contexts | null = null;
