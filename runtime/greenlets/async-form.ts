import { applyCompiled } from '../contract/enter.ts';
import type { AnyFunction } from '../contract/frame.ts';
import { namedLike } from '../core/names/function-name.ts';
import { FACTS } from '../graph/facts.ts';
import { assignName, givenName } from '../graph/names.ts';
import { run } from './run.ts';

/** The methods of `T`, each of which returns a promise of what it would return. */
export type Async<T> = {
  readonly [K in Exclude<keyof T, 'async' | 'then'>]: T[K] extends (...args: infer Args) => infer R
    ? (...args: Args) => Promise<R>
    : undefined;
};

const forms = new WeakMap<object, object>();

/** The methods of an object for code that is not compiled: each call is made in a greenlet of its own, by `run`. */
export function asyncForm<T extends object>(object: T): Async<T> {
  let form = forms.get(object);
  if (form === undefined) {
    form = new Proxy(object, { get: (target, key) => promising(target, key) });
    forms.set(object, form);
    assignName(form, givenName(object));
  }
  return form as Async<T>;
}

/** No other property has a form of its own; a `then` would make a promise of the form itself. */
function promising(object: object, key: PropertyKey): unknown {
  const method: unknown = Reflect.get(object, key, object);
  if (typeof method !== 'function' || key === 'then' || key === 'constructor') return undefined;
  if (key === FACTS) return () => Reflect.apply(method, object, []) as unknown;
  return (...args: unknown[]) => {
    const call = (): unknown => {
      'use greenlet';
      return applyCompiled(method as AnyFunction, object, args);
    };
    return run(namedLike(method, call));
  };
}
