/** Consumers of iterators that know nothing of greenlets. */

type Values = Generator<string, string>;

export function advance(values: Values): string {
  return values.next().value;
}

export function end(values: Values): string {
  return values.return('over').value;
}

export function fail(values: Values): boolean | undefined {
  return values.throw(new Error('injected')).done;
}

export function drain(values: Values): number {
  let count = 0;
  for (const value of values) count += value.length;
  return count;
}

export function proceed(values: Values): string {
  return (function* () {
    return yield* values;
  })().next().value;
}
