import type { Context } from '../contract/contexts/contexts.ts';
import type { Greenlet } from '../core/greenlet.ts';

/* Takes the place of ../core/greenlet-context.ts in bundles for browsers, where nothing is kept in contexts. */

export const contextOf: (greenlet: Greenlet) => Context | null = () => null;
export const assignContext: (greenlet: Greenlet, context: Context | null) => void = () => undefined;
export const enterAssigned: (greenlet: object) => void = () => undefined;
export const bequeathContext: (greenlet: object, context: Context | null) => void = () => undefined;
