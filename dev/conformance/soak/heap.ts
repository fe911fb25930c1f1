/** What a heap may differ by when nothing has been lost: compiled code, caches of the engine (bytes). */
const TOLERANCE = 4 * 2 ** 20;

/** Watches whether memory comes back. Needs `node --expose-gc`; without it nothing is measured. */
export class HeapWatch {
  /** What may have collected things all the time; it must be there until the end. */
  readonly kept: object;
  #base: number | null = null;

  constructor(kept: object) {
    this.kept = kept;
  }

  /** From now on the heap must not grow. */
  begin(): void {
    this.#base = measure();
  }

  /** By how many bytes the heap has grown; null if that is not known. */
  get growth(): number | null {
    const used = measure();
    return used === null || this.#base === null ? null : used - this.#base;
  }
}

/** What is wrong; null if nothing is. */
export function describeGrowth(growth: number | null): string | null {
  return growth === null || growth < TOLERANCE ? null : `the heap has grown by ${megabytes(growth)} MB`;
}

export function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function measure(): number | null {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
