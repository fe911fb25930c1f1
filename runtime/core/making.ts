import type { Greenlet } from './greenlet.ts';

/** Makes a greenlet, for what the class itself builds on; null until that is loaded. */
export const making: { greenlet: ((run: () => void) => Greenlet<[]>) | null } = { greenlet: null };
