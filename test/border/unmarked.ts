/** Code that knows nothing of greenlets, as libraries do. */

export function sortWith(numbers: number[], compare: (a: number, b: number) => number): number[] {
  return [...numbers].sort(compare);
}

export function replaceWith(text: string, replacer: () => string): string {
  return text.replace(/x/g, replacer);
}

export function callTwice(callback: () => void): void {
  callback();
  callback();
}

/** Walks a tree; has a method that happens to be called like a function of the runtime. */
export const visitor = {
  visit(callback: () => void): void {
    this.enter(callback);
  },
  enter(callback: () => void): void {
    callback();
  },
};

/** Binds the object and the first argument. */
export function doubleBound<This, A, Rest extends unknown[], R>(
  fn: (this: This, a: A, ...rest: Rest) => R,
  self: This,
  a: A,
): (...rest: Rest) => R {
  const bound = fn.bind(self) as (a: A, ...rest: Rest) => R;
  return bound.bind(null, a);
}

/** A bound function whose target calls `fn`, and is not compiled itself. */
export function callBound(fn: () => unknown): () => unknown {
  function callBoth(): unknown {
    return fn();
  }
  return callBoth.bind(null);
}
