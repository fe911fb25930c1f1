import { sleep } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';

/** The message of the error that `block` throws in a greenlet. */
async function messageIn(block: () => unknown): Promise<string> {
  return runVirtually(() => {
    'use greenlet';
    return messageOf(block);
  });
}

function messageOf(block: () => unknown): string {
  'use greenlet';
  try {
    block();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('nothing was refused');
}

function load(): string {
  'use greenlet';
  sleep(1);
  return 'loaded';
}

/** Blocks in everything that the language itself calls. */
class Lazy {
  static get config(): string {
    'use greenlet';
    return load();
  }

  get direct(): string {
    'use greenlet';
    sleep(1);
    return '';
  }

  get indirect(): string {
    'use greenlet';
    return load();
  }

  set indirect(_value: string) {
    'use greenlet';
    load();
  }

  [Symbol.toPrimitive](): string {
    'use greenlet';
    sleep(1);
    return '';
  }
}

class Printed {
  toString(): string {
    'use greenlet';
    sleep(1);
    return '';
  }
}

const proxy: Record<string, string> = new Proxy(
  {},
  {
    get() {
      'use greenlet';
      sleep(1);
      return '';
    },
    has() {
      'use greenlet';
      sleep(1);
      return true;
    },
  },
);

const lazy = new Lazy();
const ADVICE = 'Getters and setters cannot be suspended, marked or not';

describe('The refusal of a blocking call', () => {
  it.each<[string, () => unknown]>([
    ['get direct', () => lazy.direct],
    ['get indirect', () => lazy.indirect],
    ['set indirect', () => (lazy.indirect = '')],
    ['get config', () => Lazy.config],
    [
      'get x',
      () =>
        ({
          get x(): string {
            return load();
          },
        }).x,
    ],
  ])('below an accessor says that accessors cannot wait: %s', async (name, use) => {
    const message = await messageIn(use);
    expect(message).toContain('was called by');
    expect(message).toMatch(
      new RegExp(`${name}( \\[as .*\\])? \\(.*implicit-calls\\.test\\.ts:\\d+:\\d+\\)\\. ${ADVICE}`),
    );
    expect(message).toContain('make it a method');
    expect(message).not.toContain('use greenlet');
  });

  it('says so outside greenlets, too, since starting one would not help', () => {
    expect(messageOf(() => lazy.direct)).toContain(ADVICE);
    expect(messageOf(() => lazy.indirect)).toContain(ADVICE);
    expect(messageOf(() => load())).toContain('no greenlet is running');
  });

  it.each<[string, () => unknown]>([
    ['a conversion', () => Number(lazy)],
    ['a conversion', () => String(new Printed())],
    ['an accessor of a property or a trap of a proxy', () => proxy.anything],
    ['an accessor of a property or a trap of a proxy', () => 'anything' in proxy],
  ])('names what the language may have done: %s', async (kind, use) => {
    const message = await messageIn(use);
    expect(message).toContain(
      `implicitly, as ${kind}) and cannot be suspended: write the call out, in code that is marked`,
    );
    expect(message).toContain('one by the language cannot be suspended, marked or not');
  });

  it('still knows callbacks of code that is not compiled', async () => {
    const message = await messageIn(() => {
      'use no greenlet';
      return load();
    });
    expect(message).toContain('as a getter, a conversion or an iterator) and cannot be suspended: mark that code');
  });

  it('mentions copies of the package that do not work together', () => {
    const key = Symbol.for('greenlets:v99:link');
    Object.defineProperty(globalThis, key, { value: {}, configurable: true });
    try {
      expect(messageOf(() => load())).toContain(
        'this process has several that do not work together (contracts v1 and v99). Install one version of greenlets',
      );
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  });
});
