/** A body for `generator`, and the same as a generator of the language. */
export interface Source {
  readonly body: (give: (value: unknown) => unknown) => unknown;
  readonly native: () => Generator;
}

/** What they are given to catch. */
export const boom = new Error('boom');

export const sources: Record<string, Source> = {
  'a finally that yields': {
    body(give) {
      'use greenlet';
      try {
        give(1);
      } finally {
        give(2);
      }
      return 'end';
    },
    *native() {
      try {
        yield 1;
      } finally {
        yield 2;
      }
      return 'end';
    },
  },
  'nested ones that yield, and a clause that returns': {
    body(give) {
      'use greenlet';
      try {
        try {
          give(1);
        } catch (error) {
          if (error === boom) return 'caught';
          throw error;
        } finally {
          give(2);
          give(3);
        }
      } finally {
        give(4);
      }
      return 'end';
    },
    *native() {
      try {
        try {
          yield 1;
        } catch (error) {
          if (error === boom) return 'caught';
          throw error;
        } finally {
          yield 2;
          yield 3;
        }
      } finally {
        yield 4;
      }
      return 'end';
    },
  },
  'a finally that yields and returns': {
    body(give) {
      'use greenlet';
      try {
        give(1);
      } finally {
        give(2);
        // eslint-disable-next-line no-unsafe-finally -- that is the case
        return 'other';
      }
    },
    *native() {
      try {
        yield 1;
      } finally {
        yield 2;
        // eslint-disable-next-line no-unsafe-finally -- that is the case
        return 'other';
      }
    },
  },
};
