import type * as babel from '@babel/core';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
    return whileUsingBabel(() => use(require('@babel/core') as Babel));
  } finally {
    STACK_SETTINGS.forEach((key, i) => restore(key, before[i]));
  }
}

/**
 * The path of a plugin or preset as this package sees it; Babel would look for the name from the working directory.
 *
 * Babel's own that this package depends on are for Babel 7. Where the project has Babel 8, they are the project's.
 *
 * @throws {Error} if the project would have to have it, and has not
 */
export function resolveBabelItem(name: string): string {
  if (!name.startsWith('@babel/') || isBabel7()) return require.resolve(name);
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(name);
  } catch (cause) {
    throw new Error(`this project has Babel ${babelVersion()}: install the ${name} that belongs to it`, { cause });
  }
}

export function isBabel7(): boolean {
  return babelVersion().startsWith('7.');
}

function babelVersion(): string {
  return (require('@babel/core/package.json') as { version: string }).version;
}

function restore(key: (typeof STACK_SETTINGS)[number], before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(Error, key);
  else Object.defineProperty(Error, key, before);
}
