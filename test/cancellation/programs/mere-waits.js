/** Async generators that call nothing: all they do is wait. */
export const mereWaits = {
  async *await(never, state) {
    try {
      yield 1;
      await never;
    } finally {
      state.closed++;
    }
  },
  async *yield(never, state) {
    try {
      yield 1;
      yield never;
    } finally {
      state.closed++;
    }
  },
  async *yieldOfChoice(never, state) {
    try {
      yield 1;
      yield state.closed ? 2 : never;
    } finally {
      state.closed++;
    }
  },
  async *return(never, state) {
    try {
      yield 1;
      return await never;
    } finally {
      state.closed++;
    }
  },
  async *returnOfPromise(never, state) {
    try {
      yield 1;
      return never;
    } finally {
      state.closed++;
    }
  },
  async *returnAlone(never, state) {
    try {
      return state.closed ? 2 : never;
    } finally {
      state.closed++;
    }
  },
  async *returnInLoop(never, state) {
    try {
      for (const promise of new Set([never])) return promise;
    } finally {
      state.closed++;
    }
  },
  async *forAwait(never, state) {
    try {
      yield 1;
      for await (const x of [never]) yield x;
    } finally {
      state.closed++;
    }
  },
};

export function iterate(values) {
  for (const value of values) if (value === 0) return;
}

export async function iterateAsync(values) {
  for await (const value of values) if (value === 0) return;
}
