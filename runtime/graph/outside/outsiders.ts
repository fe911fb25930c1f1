/** Code outside of greenlets that waits for an object. */
export interface Outside {
  readonly owner: object;
  /** What the object is called. */
  readonly title: string;
  /** Nobody will ever wake it. */
  fail(error: unknown): void;
}

/** Those that have not been woken. */
export const outsiders = new Set<Outside>();
