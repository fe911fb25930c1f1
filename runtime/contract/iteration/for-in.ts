/**
 * The state of a `for...in` loop: a generator in the middle of one, since only the engine's own loop asks a proxy, and passes
 * over what is deleted meanwhile, as the engine does.
 */
export class KeyIteration {
  key = '';
  readonly #keys: object;

  constructor(value: unknown) {
    this.#keys = keysOf(value as object);
  }

  /** Advances to the next key that is still there. */
  next(): boolean {
    const { value, done } = resume(this.#keys) as IteratorResult<string, undefined>;
    if (done === true) return false;
    this.key = value;
    return true;
  }
}

function* keysOf(object: object): Generator<string, void> {
  for (const key in object) yield key;
}

/** Resumes a generator whatever programs have made of the method `next`. */
const resume: (generator: object) => unknown = Function.prototype.call.bind(keysOf({}).next);

export function forIn(value: unknown): KeyIteration {
  return new KeyIteration(value);
}
