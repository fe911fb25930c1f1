import {
  objectCreate,
  objectDefineProperty,
  objectGetPrototypeOf,
  objectSetPrototypeOf,
  reflectApply,
} from '../builtins.ts';
import type { AnyFunction } from '../frame.ts';
import { link } from '../link.ts';

/*
 * The parameters of a generator may block: then an ordinary function evaluates them, and passes for the function of a generator.
 */

export interface GeneratorFunctionLike {
  prototype: unknown;
}

// Read from the prototypes that all generators share, before anybody changes them.
const example = function* (): Generator {
  yield undefined;
};
const exampleAsync = async function* (): AsyncGenerator {
  yield await Promise.resolve();
};
const like = { generator: prototypesOf(example), asyncGenerator: prototypesOf(exampleAsync) } as const;

interface Prototypes {
  function: object;
  object: object;
}

function prototypesOf(fn: object): Prototypes {
  const prototype = objectGetPrototypeOf(fn) as { prototype: object };
  return { function: prototype, object: prototype.prototype };
}

/** Makes an ordinary function pass for that of a generator. */
export function generatorLike(fn: object): object {
  return disguised(fn, like.generator);
}

export function asyncGeneratorLike(fn: object): object {
  return disguised(fn, like.asyncGenerator);
}

const asyncFunction = Object.getPrototypeOf(async () => Promise.resolve()) as object;

/** Makes an ordinary function that returns a promise pass for an async one. */
export function asyncLike(fn: object): object {
  return objectSetPrototypeOf(fn, asyncFunction) as object;
}

function disguised(fn: object, prototypes: Prototypes): object {
  objectSetPrototypeOf(fn, prototypes.function);
  return objectDefineProperty(fn, 'prototype', { value: objectCreate(prototypes.object), writable: true });
}

/** Such a function is no constructor. */
export function notConstructed(target: unknown, fn: { name: string }): void {
  if (target !== undefined) throw new TypeError(`${fn.name} is not a constructor`);
}

/** What a class extends: not such a function. */
export function parentClass(value: unknown): unknown {
  const prototype: unknown = typeof value === 'function' ? objectGetPrototypeOf(value) : null;
  if (prototype !== like.generator.function && prototype !== like.asyncGenerator.function) return value;
  throw new TypeError(`Class extends value ${String(value)} is not a constructor or null`);
}

/** Starts a generator whose parameters `fn` has evaluated. */
export function startGenerator(fn: object, body: GeneratorFunctionLike, self: unknown, ...values: unknown[]): unknown {
  link.to = null;
  if (objectGetPrototypeOf(fn) === Function.prototype) disguised(fn, prototypesOf(body));
  body.prototype = (fn as GeneratorFunctionLike).prototype;
  return reflectApply(body as AnyFunction & GeneratorFunctionLike, self, values);
}
