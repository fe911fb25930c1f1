import { isNativeError } from 'node:util/types';

/** One call: the function's name, and how its arguments are made anew for each call. */
export interface Call<N extends string> {
  name: N;
  title: string;
  args: () => unknown[];
}

export type Cases<N extends string> = Record<N, [title: string, args: () => unknown[]][]>;

export function listCalls<N extends string>(cases: Cases<N>): Call<N>[] {
  return Object.entries<[string, () => unknown[]][]>(cases).flatMap(([name, list]) =>
    list.map(([title, args]) => ({ name: name as N, title, args })),
  );
}

export type Outcome = { returned: unknown } | { thrown: unknown };

/** What a call comes to, from which nothing is left out but the frames of errors. */
export function outcomeOf(call: () => unknown): Outcome {
  try {
    return { returned: call() };
  } catch (error) {
    return { thrown: describeError(error) };
  }
}

/** The same, for marked code that calls in a greenlet. */
export function outcomeInGreenlet(call: () => unknown): Outcome {
  'use greenlet';
  try {
    return { returned: call() };
  } catch (error) {
    return { thrown: describeError(error) };
  }
}

/** Makes a call of a function of `module`. */
export function perform(module: object, { name, args }: Call<string>): unknown {
  'use greenlet';
  const given = args();
  return (Reflect.get(module, name) as (...args: unknown[]) => unknown)(...given);
}

/** What that comes to, for marked code that calls in a greenlet. */
export function performInGreenlet(module: object, call: Call<string>): Outcome {
  'use greenlet';
  return outcomeInGreenlet(() => perform(module, call));
}

/** An error without its frames, except that it must have some, below the lines that say what it is. Jest leaves Node's codes out of these. */
export function describeError(error: unknown): unknown {
  if (!isNativeError(error)) return { notAnError: error };
  const { name, message, stack = '' } = error;
  const fields = Object.fromEntries(Object.entries(error).filter(([, value]) => value !== error));
  const [head = ''] = stack.split(/\n\s+at /);
  return { name, message, fields, traced: head !== stack, head: head.replace(/ \[\w+\](?=: )/, '') };
}
