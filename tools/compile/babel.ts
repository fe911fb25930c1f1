import type * as babel from '@babel/core';
import { createRequire } from 'node:module';

type Babel = typeof babel;

const require = createRequire(import.meta.url);
const STACK_SETTINGS = ['prepareStackTrace', 'stackTraceLimit'] as const;

/**
 * Lets a function use Babel, which is loaded when the first file needs it: many programs compile nothing in most of
 * their threads.
 *
 * Babel formats the stacks of the whole process when it first runs, and makes them longer. The program that is compiled
 * shall not see any of that.
 */
export function withBabel<Result>(use: (babel: Babel) => Result): Result {
  const before = STACK_SETTINGS.map((key) => Object.getOwnPropertyDescriptor(Error, key));
  try {
    return use(require('@babel/core') as Babel);
  } finally {
    STACK_SETTINGS.forEach((key, i) => restore(key, before[i]));
  }
}

/** The path of a plugin or preset as this package sees it; Babel would look for the name from the working directory. */
export function resolveBabelItem(name: string): string {
  return require.resolve(name);
}

function restore(key: (typeof STACK_SETTINGS)[number], before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(Error, key);
  else Object.defineProperty(Error, key, before);
}
