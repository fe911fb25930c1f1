import { sleep, spawn } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

type Log = (text: string) => void;

/** Starts a function in a greenlet, and kills it once it waits; what it has logged by then and meanwhile. */
async function killed(body: (log: Log) => void): Promise<string[]> {
  const lines: string[] = [];
  await runVirtually(() => {
    'use greenlet';
    const log: Log = (text) => void lines.push(text);
    const target = spawn(body, log);
    sleep(1);
    log('kill');
    target.kill();
    log(target.dead ? 'dead' : 'alive');
  });
  return lines;
}

function waitIn(place: string, log: Log): void {
  'use greenlet';
  try {
    sleep(1000);
  } finally {
    sleep(1);
    log(`finally of the ${place}`);
  }
}

function* counting(log: Log): Generator<number> {
  'use greenlet';
  try {
    yield 1;
    yield 2;
  } finally {
    sleep(1);
    log('closed');
  }
}

/** @greenlet */
class Cell {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  set #x(value: number | undefined) {
    try {
      sleep(1000);
    } finally {
      sleep(1);
      this.#log(`not set to ${value}`);
    }
  }

  takeApart(): void {
    try {
      [this.#x] = counting(this.#log);
    } finally {
      this.#log('finally');
    }
  }

  loop(): void {
    try {
      for (this.#x of counting(this.#log)) this.#log('never');
    } finally {
      this.#log('finally');
    }
  }
}

describe('a kill while a class waits', () => {
  it('closes the iterator of a pattern that assigns to a private accessor', async () => {
    const log = await killed((log) => {
      'use greenlet';
      new Cell(log).takeApart();
    });
    expect(log).toEqual(['kill', 'not set to 1', 'closed', 'finally', 'dead']);
  });

  it('closes the iterator of a loop that assigns to a private accessor', async () => {
    const log = await killed((log) => {
      'use greenlet';
      new Cell(log).loop();
    });
    expect(log).toEqual(['kill', 'not set to 1', 'closed', 'finally', 'dead']);
  });

  it('leaves the variable of a class without a value when a static field waits', async () => {
    const log = await killed((log) => {
      'use greenlet';
      const key = 'computed';
      let isDefined = (): boolean => true;
      try {
        isDefined = () => {
          try {
            return typeof Late === 'function';
          } catch {
            return false;
          }
        };
        class Late {
          static [key] = waitIn('field', log);
          static never: unknown = log('never');
          field = 1;
        }
        log(Late.name);
      } finally {
        log(isDefined() ? 'defined' : 'not defined');
      }
    });
    expect(log).toEqual(['kill', 'finally of the field', 'not defined', 'dead']);
  });

  it('leaves parameters when a static block of a class among them waits', async () => {
    const log = await killed((log) => {
      'use greenlet';
      function f(
        Class = class {
          static {
            waitIn('block', log);
          }
          field = 1;
        },
      ): void {
        log(`never ${Class.name}`);
      }
      try {
        f();
      } finally {
        log('finally');
      }
    });
    expect(log).toEqual(['kill', 'finally of the block', 'finally', 'dead']);
  });
});
