import { createRequire } from 'node:module';
import type * as babel from '../../babel/index.ts';
import { whileUsingBabel } from './using-babel.ts';

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
    return whileUsingBabel(() => use(loadBabel()));
  } finally {
    STACK_SETTINGS.forEach((key, i) => restore(key, before[i]));
  }
}

/** Babel as this package brings it: one file, beside the one that this becomes part of. */
export function loadBabel(): Babel {
  return require('./babel.cjs') as Babel;
}

function restore(key: (typeof STACK_SETTINGS)[number], before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(Error, key);
  else Object.defineProperty(Error, key, before);
}
