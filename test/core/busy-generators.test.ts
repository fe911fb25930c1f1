import { sleep, spawn, wait } from 'greenlets';
import { advance, drain, end, fail, proceed } from './unmarked-consumers.ts';
import { thrownBy } from '../runtime/support/thrown-by.ts';
import { runVirtually } from '../support/virtual-host.ts';

type Values = Generator<string, string>;

const RUNNING = new TypeError('Generator is already running');

const log: string[] = [];
beforeEach(() => log.splice(0));

function later(value: string): string {
  'use greenlet';
  sleep(10);
  return value;
}

function* plain(): Values {
  'use greenlet';
  try {
    const value = later('waited');
    log.push(value);
    yield value;
    yield later('second');
  } finally {
    log.push(later('finally'));
  }
  return 'end';
}

function* delegating(): Values {
  'use greenlet';
  return yield* plain();
}

function* delegatingTwice(): Values {
  'use greenlet';
  return yield* delegating();
}

/** The iterator blocks while it is made. */
function* opening(): Values {
  'use greenlet';
  return yield* {
    [Symbol.iterator]() {
      later('opened');
      return plain();
    },
  };
}

function markedNext(values: Values): unknown {
  'use greenlet';
  return values.next();
}

function markedReturn(values: Values): unknown {
  'use greenlet';
  return values.return('over');
}

function markedThrow(values: Values): unknown {
  'use greenlet';
  return values.throw(new Error('injected'));
}

function markedLoop(values: Values): unknown {
  'use greenlet';
  for (const value of values) return value;
  return null;
}

function markedSpread(values: Values): unknown {
  'use greenlet';
  return [...values];
}

function markedPattern(values: Values): unknown {
  'use greenlet';
  const [first] = values;
  return first;
}

function markedDelegation(values: Values): unknown {
  'use greenlet';
  const outer = (function* () {
    return yield* values;
  })();
  return outer.next();
}

const kinds = [
  ['waits itself', plain],
  ['delegates', delegating],
  ['delegates to one that delegates', delegatingTwice],
  ['waits for the iterator of what it delegates to', opening],
] as const;

/** What somebody gets who meddles while a greenlet waits in the first `next`, and what comes out of the generator. */
function meddling(make: () => Values, meddle: (values: Values) => unknown): unknown {
  'use greenlet';
  const values = make();
  const owner = spawn(() => values.next());
  sleep(1);
  const thrown = thrownBy(() => meddle(values));
  return [thrown, log.length, owner.get(), [...values], log];
}

const undisturbed = [RUNNING, 0, { value: 'waited', done: false }, ['second'], ['waited', 'finally']];

describe.each(kinds)('a generator in which a greenlet waits, and that %s', (_kind, make) => {
  it.each<[string, (values: Values) => unknown]>([
    ['next', markedNext],
    ['return', markedReturn],
    ['throw', markedThrow],
    ['a loop', markedLoop],
    ['spread', markedSpread],
    ['a pattern', markedPattern],
    ['yield*', markedDelegation],
  ])('is already running for %s of marked code', async (_name, meddle) => {
    expect(await runVirtually(meddling, make, meddle)).toEqual(undisturbed);
  });

  it.each<[string, (values: Values) => unknown]>([
    ['next', advance],
    ['return', end],
    ['throw', fail],
    ['a loop', drain],
    ['spread', (values) => Array.from(values)],
    ['yield*', proceed],
  ])('is already running for %s of unmarked code, as soon as it looks at the result', async (_name, meddle) => {
    expect(await runVirtually(meddling, make, meddle)).toEqual(undisturbed);
  });

  it('is already running for a callback that belongs to no greenlet', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const values = make();
      const owner = spawn(() => values.next());
      sleep(1);
      const thrown = wait(Promise.resolve().then(() => thrownBy(() => advance(values))));
      return [thrown, owner.get()];
    });
    expect(result).toEqual([RUNNING, { value: 'waited', done: false }]);
  });
});

describe('a generator in which a greenlet waits', () => {
  it('may be advanced once the greenlet has its value', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const values = plain();
      const owner = spawn(() => values.next());
      const others = [1, 2].map(() => spawn(() => thrownBy(() => values.next())));
      return [owner.get(), ...others.map((other) => other.get()), values.next()];
    });
    expect(result).toEqual([{ value: 'waited', done: false }, RUNNING, RUNNING, { value: 'second', done: false }]);
  });

  it('is left to the greenlet that is killed in it', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      const values = plain();
      const owner = spawn(() => values.next());
      sleep(1);
      const killing = spawn(() => {
        owner.kill();
      });
      sleep(1);
      const meanwhile = thrownBy(() => values.next());
      killing.get();
      return [meanwhile, values.next(), log];
    });
    expect(result).toEqual([RUNNING, { value: undefined, done: true }, ['finally']]);
  });
});
