import { resolve } from 'node:path';

/** A file of the package that is not compiled: npm runs scripts in the package's folder. */
export function pathOf(file: string): string {
  return resolve('bench', file);
}
