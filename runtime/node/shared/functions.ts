import { cooperative, type Asynchronous } from './cooperative.ts';

type Functions<M> = Extract<keyof M, string>;

/**
 * The cooperative versions of functions of a module, by their names. Those that this Node lacks are undefined, as they are in
 * the module.
 *
 * @param module how the module is called in messages, as "crypto"
 */
export function cooperateAll<M extends object, N extends Functions<M>>(
  module: string,
  original: M,
  asynchronous: Readonly<Record<N, Asynchronous>>,
): Pick<M, N> {
  const created: Partial<Record<string, unknown>> = {};
  for (const [name, how] of Object.entries<Asynchronous>(asynchronous)) {
    const method: unknown = Reflect.get(original, name);
    created[name] = typeof method === 'function' ? cooperative(`${module}.${name}()`, asFunction(method), how) : method;
  }
  return created as Pick<M, N>;
}

function asFunction(method: object): (...args: never[]) => unknown {
  return method as (...args: never[]) => unknown;
}

/**
 * How a function that takes a callback, or is nothing without one, blocks where it is given none.
 *
 * @param start begins what the function does, given the arguments
 */
export function withoutCallback(start: Asynchronous['start']): Asynchronous {
  return { start, onlyBlocks: true, staysSynchronous: (args) => args.some((value) => typeof value === 'function') };
}
