import { createRequire } from 'node:module';

/** Loads a module of Node that few starts need, from wherever this is called. */
export const loadBuiltin = createRequire(process.execPath);
