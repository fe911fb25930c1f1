import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { Event, local, sleep, spawn, wait, run, type Greenlet } from 'greenlets';
import { hub } from '../../runtime/hub/index.ts';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { runVirtually } from '../support/virtual-host.ts';

describe('local', () => {
  it('gives every greenlet properties of its own', async () => {
    const data = local();
    const seen = await runVirtually(() => {
      'use greenlet';
      const worker = (name: string): unknown => {
        const before = 'name' in data;
        data.name = name;
        sleep(1);
        return [before, data.name, Object.keys(data)];
      };
      const a = spawn(worker, 'a');
      const b = spawn(worker, 'b');
      return [a.get(), b.get(), data.name];
    });
    expect(seen).toEqual([[false, 'a', ['name']], [false, 'b', ['name']], undefined]);
  });

  it('creates the initial properties once in each greenlet', async () => {
    const create = jest.fn(() => ({ count: 0 }));
    const data = local(create);
    const counts = await runVirtually(() => {
      'use greenlet';
      const worker = (): number => {
        data.count++;
        sleep(1);
        data.count++;
        return data.count;
      };
      const a = spawn(worker);
      const b = spawn(worker);
      return [a.get(), b.get()];
    });
    expect(counts).toEqual([2, 2]);
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('behaves like an object', () => {
    class Settings {
      volume = 11;
    }
    const data = local(() => new Settings());
    expect(data).toBeInstanceOf(Settings);
    Object.defineProperty(data, 'fixed', { value: 1, configurable: true });
    expect(Object.getOwnPropertyDescriptor(data, 'fixed')?.value).toBe(1);
    expect(Object.entries(data)).toEqual([['volume', 11]]);
    expect(Reflect.deleteProperty(data, 'volume')).toBe(true);
    expect(data.volume).toBeUndefined();
  });

  it('can be a map, a set, a date or an array', async () => {
    const map = local(() => new Map([['a', 1]]));
    const set = local(() => new Set<string>());
    const date = local(() => new Date(0));
    const array = local(() => [3, 1, 2]);
    const seen = await runVirtually(() => {
      'use greenlet';
      const use = (name: string): unknown[] => {
        map.set(name, map.size);
        sleep(1);
        set.add(name).add('both');
        date.setTime(map.size);
        array.push(4);
        return [
          [...map],
          set.has(name),
          set.size,
          date.getTime(),
          array.length,
          array.map((x) => x * 2),
          array.toSorted(),
        ];
      };
      const first = spawn(use, 'x');
      const second = spawn(use, 'y');
      return [first.get(), second.get()];
    });
    const rest = [true, 2, 2, 4, [6, 2, 4, 8], [1, 2, 3, 4]];
    expect(seen).toEqual([
      [
        [
          ['a', 1],
          ['x', 1],
        ],
        ...rest,
      ],
      [
        [
          ['a', 1],
          ['y', 1],
        ],
        ...rest,
      ],
    ]);
  });

  it('lets callbacks block that its methods call, and methods themselves', async () => {
    const map = local(() => new Map([['a', 1]]));
    class Sleeper {
      #slept = 0;
      nap(ms: number): number {
        'use greenlet';
        sleep(ms);
        return (this.#slept += ms);
      }
    }
    const sleeper = local(() => new Sleeper());
    const seen = await runVirtually(() => {
      'use greenlet';
      const log: unknown[] = [];
      map.forEach((value, key) => {
        sleep(1);
        log.push([key, value]);
      });
      const other = spawn(() => sleeper.nap(50));
      return [...log, sleeper.nap(5), sleeper.nap(5), other.get(), sleeper.nap === sleeper.nap, sleeper.nap.name];
    });
    expect(seen).toEqual([['a', 1], 5, 10, 50, true, 'nap']);
  });

  it('can have private members, accessors and symbols', () => {
    class Account {
      #balance = 5;
      get balance(): number {
        return this.#balance;
      }
      set balance(value: number) {
        this.#balance = value;
      }
      *[Symbol.iterator](): Generator<number> {
        yield this.#balance;
      }
      static isOne(value: object): boolean {
        return #balance in value;
      }
    }
    const account = local(() => new Account());
    account.balance += 2;
    expect(account.balance).toBe(7);
    expect([...account]).toEqual([7]);
    expect(account).toBeInstanceOf(Account);
    expect(account.constructor).toBe(Account);
  });

  it('gives back the functions that it was given, and classes', () => {
    const data = local();
    const fn = (): number => 1;
    data.fn = fn;
    expect(data.fn).toBe(fn);
    class Inner {
      readonly x = 1;
    }
    const inherited = local(() => Object.create({ Inner, fn }) as { Inner: typeof Inner; fn: typeof fn });
    expect(new inherited.Inner()).toBeInstanceOf(Inner);
    expect(inherited.fn()).toBe(1);
  });

  it('can be extended by classes, which keep methods, fields and private members', async () => {
    class Request extends local {
      readonly #log: string[] = [];
      user = 'nobody';
      readonly id: number;
      constructor(id: number) {
        super(id as never);
        this.id = id;
      }
      note(text: string): string[] {
        'use greenlet';
        sleep(1);
        this.#log.push(`${this.user}: ${text}`);
        return this.#log;
      }
      get size(): number {
        return this.#log.length;
      }
    }
    const request = new Request(7);
    const seen = await runVirtually(() => {
      'use greenlet';
      const worker = (user: string): unknown => {
        request.user = user;
        request.note('a');
        return [request.note('b'), request.size, request.id];
      };
      const first = spawn(worker, 'x');
      const second = spawn(worker, 'y');
      return [first.get(), second.get(), request.user, request.size];
    });
    expect(seen).toEqual([[['x: a', 'x: b'], 2, 7], [['y: a', 'y: b'], 2, 7], 'nobody', 0]);
    expect(request).toBeInstanceOf(Request);
    expect([request.user, request.id]).toEqual(['nobody', 7]);
  });

  it('can be extended by marked classes that have fields and no constructor', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      class Counter extends local {
        count = 1;
        next(): number {
          sleep(1);
          return ++this.count;
        }
      }
      const counter = new Counter();
      const others = [spawn(() => [counter.next(), counter.next()]), spawn(() => [counter.next()])];
      counter.count = 7;
      return [...others.map((other) => other.get()), counter.next(), counter instanceof Counter];
    });
    expect(seen).toEqual([[2, 3], [2], 8, true]);
  });

  it('can be what other objects inherit from', () => {
    const data = local(() => ({ x: 1 }));
    const child = Object.create(data) as { x: number };
    child.x = 2;
    expect([data.x, child.x, Object.hasOwn(child, 'x')]).toEqual([1, 2, true]);
  });

  it('shows the properties of the current greenlet', () => {
    const data = local(() => new Map([['a', 1]]));
    expect(inspect(data)).toBe("Map(1) { 'a' => 1 }");
    expect(JSON.stringify(local(() => ({ a: [1] })))).toBe('{"a":[1]}');
  });

  it('has properties that cannot be fixed for all greenlets', () => {
    const data = local(() => ({ x: 1 }));
    expect(() => Object.freeze(data)).toThrow(TypeError);
    expect(() => Object.defineProperty(data, 'y', { value: 1, configurable: false })).toThrow(TypeError);
    Object.defineProperty(data, 'z', { value: 1 });
    expect(Object.getOwnPropertyDescriptor(data, 'z')).toEqual({
      value: 1,
      writable: false,
      enumerable: false,
      configurable: true,
    });
    expect(Object.isFrozen(data)).toBe(false);
  });

  it('refuses what does not make objects', () => {
    expect(() => local(5 as never)).toThrow('expected a function, got `5` (number)');
    const data = local<{ x: number }>((() => 5) as never);
    expect(() => data.x).toThrow('expected an object from the function given to local(), got `5` (number)');
  });
});

describe('AsyncLocalStorage', () => {
  const storage = new AsyncLocalStorage<string>();

  beforeEach(() => hub.useHost(defaultHost));

  it('E100: is inherited at spawn, and restored whenever a greenlet continues', async () => {
    const worker = (): unknown[] => {
      'use greenlet';
      const seen = [storage.getStore()];
      sleep(0);
      seen.push(storage.getStore());
      sleep(1);
      seen.push(storage.getStore());
      wait(Promise.resolve());
      return [...seen, storage.getStore()];
    };
    const greenlets = ['a', 'b'].map((name) => storage.run(name, () => spawn(worker)));
    const plain: Greenlet<unknown[]> = spawn(worker);
    expect(await Promise.all([...greenlets, plain])).toEqual([
      ['a', 'a', 'a', 'a'],
      ['b', 'b', 'b', 'b'],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  it('E100: what a greenlet enters stays its own', async () => {
    const seen = await run(() => {
      'use greenlet';
      const worker = (name: string): unknown => {
        storage.enterWith(name);
        sleep(1);
        return storage.getStore();
      };
      const a = spawn(worker, 'a');
      const b = spawn(worker, 'b');
      return [a.get(), b.get(), storage.getStore()];
    });
    expect(seen).toEqual(['a', 'b', undefined]);
  });

  it('E100: one that waited before any storage was in use does not continue in the context that wakes it', async () => {
    storage.disable();
    const event = new Event();
    const greenlet = spawn(() => {
      'use greenlet';
      event.wait();
      const seen = storage.getStore();
      storage.enterWith('its own');
      sleep(0);
      return [seen, storage.getStore()];
    });
    const other = spawn(() => {
      'use greenlet';
      event.wait();
      sleep(0);
      return storage.getStore();
    });
    await new Promise(setImmediate);
    storage.run('of the waker', () => event.set());
    expect(await Promise.all([greenlet, other])).toEqual([[undefined, 'its own'], undefined]);
  });
});

describe('local with `inherit`', () => {
  it('gives a greenlet that is started an object made of that of the one that starts it', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const request = local(() => new Map<string, number>(), { inherit: (map) => new Map(map) });
      request.set('id', 7);
      const child = spawn(() => {
        'use greenlet';
        const before = request.get('id');
        request.set('id', 8);
        return [before, spawn(() => request.get('id')).get()];
      });
      request.set('id', 9);
      return [child.get(), request.get('id')];
    });
    expect(seen).toEqual([[7, 8], 9]);
  });

  it('makes a new one where there is none to inherit', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const inherited = jest.fn((object: { value: number }) => object);
      const count = local(() => ({ value: 1 }), { inherit: inherited });
      return [spawn(() => count.value).get(), inherited.mock.calls.length];
    });
    expect(seen).toEqual([1, 0]);
  });

  it.each<[unknown, string]>([
    [{ inherit: 3 }, 'expected a function as `inherit`, got `3` (number)'],
    [{ inherits: (map: object) => map }, 'expected options with `inherit`, got an unknown option `inherits`'],
  ])('refuses %p', (options, message) => {
    expect(() => local(() => ({}), options as never)).toThrow(message);
  });
});
