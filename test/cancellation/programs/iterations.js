import { getCurrent, sleep } from 'greenlets';

/** Waits in its second step, in a call, in an `await`, or for a generator inside. */
export async function* marked(log, how) {
  try {
    yield 1;
    if (how === 'await') await new Promise(() => undefined);
    else if (how === 'inner') for await (const x of inner(log)) yield x;
    else sleep(1000);
  } finally {
    log('finally');
    if (how === 'slow clean-up') {
      sleep(10);
      throw new Error('clean-up failed');
    }
  }
}

async function* inner(log) {
  try {
    await new Promise(() => undefined);
    yield 2;
  } finally {
    log('inner finally');
  }
}

/** Generators around one whose clean-up fails. */
export const nested = {
  delegates: async function* (failure) {
    yield* failing(failure);
  },
  loops: async function* (failure) {
    for await (const x of failing(failure)) yield x;
  },
  'delegates to one that delegates': async function* (failure) {
    yield* nested.delegates(failure);
  },
  'cleans up itself': async function* (failure) {
    try {
      yield* failing(failure);
    } finally {
      sleep(1);
    }
  },
};

async function* failing(failure) {
  try {
    sleep(1000);
    yield 1;
  } finally {
    throw failure;
  }
}

/** Waits for each value, and for its clean-up. */
export async function* ticking(log, how) {
  try {
    for (;;) {
      if (how === 'await') await wakeIn(5);
      else sleep(5);
      yield 1;
    }
  } finally {
    sleep(10);
    log('cleaned up');
  }
}

async function wakeIn(ms) {
  sleep(ms);
}

/** All ways in which a greenlet waits for an async iterator. */
export const waysToIterate = {
  forOf(iterable, log) {
    try {
      for (const x of iterable) log('got', x);
    } finally {
      log('left');
    }
  },
  spread(iterable, log) {
    try {
      log(...iterable);
    } finally {
      log('left');
    }
  },
  arrayPattern(iterable, log) {
    try {
      const [a, b, ...rest] = iterable;
      log(a, b, rest);
    } finally {
      log('left');
    }
  },
  generator(iterable, log) {
    function* all() {
      for (const x of iterable) yield x;
    }
    try {
      for (const x of all()) log('got', x);
    } finally {
      log('left');
    }
  },
  asyncGenerator(iterable, log) {
    async function* all() {
      yield* iterable;
    }
    try {
      for (const x of all()) log('got', x);
    } finally {
      log('left');
    }
  },
};

/** Says which greenlet it runs in. */
export async function forAwait(iterable, log, started) {
  started(getCurrent());
  try {
    for await (const x of iterable) log('got', x);
  } finally {
    log('left');
  }
}
