import { EventEmitter, getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { GreenletExit, run, sleep, spawn, SwitchError, Timeout, wait, withTimeout, type Greenlet } from 'greenlets';
import { createGreen, green, original } from 'greenlets/green';
import * as library from './library.ts';
import { Client, Feed, frozen, load, nextTurn, request, Transaction } from './library.ts';

const GreenClient = green(Client);

/** A class with methods that can be overridden: those of views are properties to TypeScript. */
type Blocking = new (name: string) => {
  query(id: number): string;
  ping(): unknown;
  get name(): string;
};

/** The error of a call that takes too long. */
function timedOut(call: () => unknown): unknown {
  'use greenlet';
  try {
    return withTimeout(1, call);
  } catch (error) {
    if (error instanceof Timeout) return error;
    throw error;
  }
}

describe('The view of an object', () => {
  it('waits for what methods return, and lets others run meanwhile', async () => {
    const outcome = await run(() => {
      'use greenlet';
      const client = green(new Client('b'));
      const others = spawn(() => client.query([1, 2]));
      return [client.query(3), client.count(), others.get()];
    });
    expect(outcome).toEqual(['b3', 1, ['b1', 'b2']]);
  });

  it('throws what promises are rejected with', async () => {
    const outcome = run(() => {
      'use greenlet';
      green(new Client()).query(-1);
    });
    await expect(outcome).rejects.toThrow(new RangeError('no such row'));
  });

  it('calls methods and getters on the original, which has private fields', () => {
    const client = green(new Client('c'));
    expect([client.name, client.count(), client.closed]).toEqual(['c', 1, false]);
  });

  it('is one for each object, and so are its methods', async () => {
    const client = new Client();
    const view = green(client);
    expect(green(client)).toBe(view);
    expect(green(view)).toBe(view);
    expect(view.query).toBe(green(new Client()).query);
    expect([view.query.name, view.query.length]).toEqual(['query', 1]);
    await run(() => {
      'use greenlet';
      expect(view.ping()).toBe(view);
      expect(new Map([[view, 1]]).get(view.ping())).toBe(1);
    });
  });

  it('is an instance of its class, and prints like the original', () => {
    const client = new Client();
    const view = green(client);
    expect(view).toBeInstanceOf(Client);
    expect(view).toBeInstanceOf(GreenClient);
    expect(client).toBeInstanceOf(GreenClient);
    expect(view.constructor).toBe(GreenClient);
    expect(Object.keys(view)).toEqual(Object.keys(client));
    // Node 26 tells that it is a proxy.
    expect(inspect(view)).toBe(inspect(new Proxy(client, {})));
  });

  it('has the original, whose methods return promises', async () => {
    const client = new Client();
    const view = green(client);
    expect(view.async).toBe(client);
    expect(original(view)).toBe(client);
    expect(original(client)).toBe(client);
    expect(original(3)).toBe(3);
    await expect(view.async.query(1)).resolves.toBe('a1');
  });

  it('hands the original to the library, as an argument and in options', () => {
    const client = green(new Client());
    expect(client.uses(client, { client: client.async })).toEqual([true, true, true]);
    expect(client.uses(client, { client: client as never })).toEqual([true, true, true]);
  });

  it('shows what results hold that can be called, and leaves data alone', async () => {
    const outcome = await run(() => {
      'use greenlet';
      const client = green(new Client());
      const { transaction, at } = client.begin();
      return [transaction.commit(), transaction.client === client, at, client.settings === client.async.settings];
    });
    expect(outcome).toEqual(['committed', true, new Date(0), true]);
  });

  it.each([
    ['a date', new Date()],
    ['an array', [new Client()]],
    ['a map', new Map([[1, new Client()]])],
    ['an error', new Error('x')],
    ['bytes', Buffer.from('x')],
    ['a regular expression', /x/],
    ['plain data', { a: { b: [1] }, at: new Date() }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
    ['an iterator', [1].values()],
    ['a symbol', Symbol('s')],
    ['nothing', undefined],
  ])('leaves %s untouched', async (_title, value: unknown) => {
    const view = green({ give: () => value, promise: () => Promise.resolve(value) });
    await run(() => {
      'use greenlet';
      expect(view.give()).toBe(value);
      expect(view.promise()).toBe(value);
    });
  });

  it('leaves promises that a property holds, for getters cannot wait', async () => {
    const client = green(new Client());
    await expect(client.ready).resolves.toBe('ready');
    await run(() => {
      'use greenlet';
      expect(wait(client.ready)).toBe('ready');
    });
  });

  it('iterates over what is asynchronously iterable, and closes it', async () => {
    const client = green(new Client());
    await run(() => {
      'use greenlet';
      const rows: string[] = [];
      for (const row of client.rows(3)) rows.push(row);
      expect(rows).toEqual(['a0', 'a1', 'a2']);
      expect([...client.rows(2)]).toEqual(['a0', 'a1']);
    });
    const other = green(new Client());
    await run(() => {
      'use greenlet';
      for (const row of other.rows(3)) if (row === 'a1') break;
      expect(other.closed).toBe(true);
    });
    const all: string[] = [];
    for await (const row of client.async.rows(2)) all.push(row);
    expect(all).toEqual(['a0', 'a1']);
  });

  it('can be given to the library of promises that it shows', async () => {
    const thenable = { then: (resolve: (value: number) => void) => resolve(3), more: () => Promise.resolve(4) };
    const view = green(thenable);
    await expect(Promise.resolve(view)).resolves.toBe(3);
    await run(() => {
      'use greenlet';
      expect(view.more()).toBe(4);
    });
  });

  it('is disposed of by using, which blocks', async () => {
    const client = green(new Client());
    await run(() => {
      'use greenlet';
      client[Symbol.dispose]();
    });
    expect(client.closed).toBe(true);
  });

  it('shows frozen objects, too', async () => {
    const view = green(frozen);
    await run(() => {
      'use greenlet';
      expect(view.load('a')).toBe('text of a');
      expect(new view.Client('f').query(1)).toBe('f1');
    });
    expect(Object.keys(view)).toEqual(['load', 'Client']);
    expect('load' in view).toBe(true);
    expect(Reflect.set(view, 'load', 1)).toBe(false);
    expect(view.async).toBe(frozen);
  });

  it('shows a property that was locked later as it is, as the language demands', () => {
    const object = { load };
    const view = green(object);
    Object.freeze(object);
    expect(view.load).toBe(load);
  });

  it('writes to the original', () => {
    const client = green(new Client());
    const other = green(new Client());
    const target = client as unknown as { other: unknown };
    target.other = other;
    expect((client.async as unknown as { other: unknown }).other).toBe(other.async);
    expect(target.other).toBe(other);
  });
});

describe('The view of a function, a class or a module', () => {
  it('waits', async () => {
    const read = green(load);
    expect(original(read)).toBe(load);
    await run(() => {
      'use greenlet';
      expect(read('a')).toBe('text of a');
      expect(['b', 'c'].map((path) => read(path))).toEqual(['text of b', 'text of c']);
      expect(green(library).load('d')).toBe('text of d');
    });
  });

  it('constructs views', async () => {
    const client = new GreenClient('d');
    expect(green(client)).toBe(client);
    expect(GreenClient.version).toBe('1.0');
    expect(GreenClient.name).toBe('Client');
    expect(GreenClient.prototype).toBe(Client.prototype);
    await run(() => {
      'use greenlet';
      expect(client.query(1)).toBe('d1');
      expect(GreenClient.connect('e').query(2)).toBe('e2');
      expect(GreenClient.connect('e')).toBeInstanceOf(Client);
    });
  });

  it('can be extended by marked classes', async () => {
    class Users extends GreenClient {
      table = 'users';
      find(id: number): string {
        'use greenlet';
        return `${this.table} ${this.query(id)}`;
      }
      get title(): string {
        return `${this.table} of ${this.name}`;
      }
    }
    const users = new Users('u');
    expect(users).toBeInstanceOf(Users);
    expect(users).toBeInstanceOf(Client);
    expect(users.title).toBe('users of u');
    await run(() => {
      'use greenlet';
      expect(users.find(1)).toBe('users u1');
      expect(users.query([2])).toEqual(['u2']);
    });
  });

  it('waits in methods of the parent, which a marked class calls by `super`', async () => {
    const Parent = GreenClient as unknown as Blocking;
    class Cached extends Parent {
      readonly cache = new Map<number, string>();
      override query(id: number): string {
        'use greenlet';
        if (!this.cache.has(id)) this.cache.set(id, `cached ${super.query(id)}`);
        return this.cache.get(id) ?? '';
      }
      override get name(): string {
        return `${super.name}!`;
      }
    }
    class Loud extends Cached {
      override query(id: number): string {
        'use greenlet';
        return super.query(id).toUpperCase();
      }
    }
    const cached = new Cached('c');
    const loud = new Loud('l');
    expect([cached.name, loud.name]).toEqual(['c!', 'l!']);
    expect(loud).toBeInstanceOf(Client);
    await run(() => {
      'use greenlet';
      expect([cached.query(1), cached.query(1), cached.cache.size]).toEqual(['cached c1', 'cached c1', 1]);
      expect(loud.query(1)).toBe('CACHED L1');
      expect(cached.ping()).toBe(cached);
    });
    await expect((original(loud) as Client).ping()).resolves.toBe(original(loud));
  });

  describe('extended by a class whose methods the library calls', () => {
    class Base {
      readonly greeting: string;
      constructor(other?: Base) {
        this.greeting = this.greet('new');
        if (other !== undefined) other.greet(this.greeting);
      }
      greet(name: string): string {
        return `hello ${name}`;
      }
      async load(key: string): Promise<string> {
        return await Promise.resolve(`loaded ${key}`);
      }
      async loadBoth(key: string): Promise<string> {
        return `${await this.load(key)}, ${await this.load('b')}`;
      }
      loadThen(key: string): Promise<string> {
        return this.load(key).then((text) => `then ${text}`);
      }
      async pass(other: Base): Promise<unknown> {
        return await Promise.resolve(this.take(other));
      }
      take(other: Base): unknown {
        return other.load('taken');
      }
      get level(): number {
        return 1;
      }
      set level(value: number) {
        throw new Error(`level ${value}`);
      }
      raise(): number {
        this.level = this.level + 1;
        return this.level;
      }
    }
    const Blocking = green(Base) as unknown as new (other?: unknown) => {
      greeting: string;
      greet(name: string): string;
      load(key: string): string;
      loadBoth(key: string): string;
      loadThen(key: string): string;
      pass(other: unknown): unknown;
      take(other: unknown): unknown;
      level: number;
      raise(): number;
    };

    it.each([
      [
        'that block',
        class extends Blocking {
          override load(key: string): string {
            'use greenlet';
            sleep(0);
            return `${super.load(key)}!`;
          }
        },
      ],
      [
        'that are asynchronous and block',
        class extends Blocking {
          // @ts-expect-error -- in TypeScript, methods of views return what they wait for
          override async load(key: string): Promise<string> {
            'use greenlet';
            return `${super.load(key)}!`;
          }
        },
      ],
      [
        'that call another method which blocks',
        class extends Blocking {
          readonly #end = '!';
          override load(key: string): string {
            'use greenlet';
            return this.#loadWithEnd(key);
          }
          #loadWithEnd(key: string): string {
            'use greenlet';
            return super.load(key) + this.#end;
          }
        },
      ],
    ])('has methods %s, and the library gets promises', async (_, Derived) => {
      const object = new Derived();
      await run(() => {
        'use greenlet';
        expect(object.loadBoth('a')).toBe('loaded a!, loaded b!');
        expect(object.loadThen('a')).toBe('then loaded a!');
      });
      expect(object).toBeInstanceOf(Derived);
      expect((original(object) as object).constructor).toBe(Derived);
      expect(original(object)).toBeInstanceOf(Derived);
    });

    it('gives views to these methods', async () => {
      class Taking extends Blocking {
        override take(other: { load(key: string): string }): unknown {
          'use greenlet';
          return [other === this, other.load('x')];
        }
      }
      const object = new Taking();
      await run(() => {
        'use greenlet';
        expect(object.pass(object)).toEqual([true, 'loaded x']);
        expect(object.take(new Blocking())).toEqual([false, 'loaded x']);
      });
    });

    it('has `this` also while the constructor of the library runs', () => {
      const seen: unknown[] = [];
      class Early extends Blocking {
        override greet(name: string): string {
          seen.push(this);
          return `${super.greet(name)}!`;
        }
      }
      const first = new Early();
      const second = new Early(first);
      expect(first.greeting).toBe('hello new!');
      expect(seen).toEqual([first, second, first]);
      expect(seen[0]).toBe(first);
    });

    it('has accessors that the library uses', () => {
      class Counting extends Blocking {
        #level = 5;
        // @ts-expect-error -- views have properties, to TypeScript
        override get level(): number {
          return this.#level;
        }
        override set level(value: number) {
          this.#level = value * 2;
        }
      }
      expect(new Counting().raise()).toBe(12);
    });

    it('reports an error of such a method to the library', async () => {
      class Failing extends Blocking {
        override load(key: string): string {
          'use greenlet';
          sleep(0);
          throw new RangeError(key);
        }
      }
      const object = new Failing();
      const failed = run(() => {
        'use greenlet';
        return object.loadBoth('a');
      });
      await expect(failed).rejects.toThrow(new RangeError('a'));
    });
  });

  it('sets properties of the parent by `super` on the original', () => {
    class Base {
      #level = 0;
      get level(): number {
        return this.#level;
      }
      set level(value: number) {
        this.#level = value;
      }
    }
    class Derived extends green(Base) {
      override get level(): number {
        return super.level;
      }
      override set level(value: number) {
        super.level = value + 1;
      }
    }
    const derived = new Derived();
    derived.level = 1;
    expect(derived.level).toBe(2);
  });

  it('shows functions that have methods by another prototype', async () => {
    class Loader extends Function {
      load(path: string): Promise<string> {
        return load(path);
      }
    }
    const fn = Object.setPrototypeOf(async (path: string) => await load(path), Loader.prototype) as Loader &
      typeof load;
    const shown = green(fn) as unknown as { (path: string): string; load(path: string): string };
    expect(Object.getPrototypeOf(shown)).toBe(Loader.prototype);
    await run(() => {
      'use greenlet';
      expect([shown('b'), shown.load('a')]).toEqual(['text of b', 'text of a']);
    });
  });

  it.each([[1], ['x'], [null], [undefined], [[]]])('refuses %p', (value: unknown) => {
    expect(() => green(value as object)).toThrow('expected an object, a function, a class or a module, got');
  });

  it('refuses a promise, and says what to do with it', () => {
    expect(() => green(Promise.resolve(1))).toThrow('use wait(promise)');
  });
});

describe('A callback that a library is given', () => {
  it('may block, and sees views', async () => {
    const client = green(new Client());
    const seen: unknown[] = [];
    await run(() => {
      'use greenlet';
      const count = client.each([1, 2], (row, viewed) => {
        sleep(1);
        seen.push(row, viewed === client, viewed.query(9));
      });
      expect(count).toBe(2);
    });
    expect(seen).toEqual(['a1', true, 'a9', 'a2', true, 'a9']);
  });

  it('returns its result at once if it does not block', () => {
    expect(green(new Client()).sort([3, 1, 2], (a, b) => a - b)).toEqual([1, 2, 3]);
    expect(() =>
      green(new Client()).sort([3, 1], () => {
        throw new Error('not comparable');
      }),
    ).toThrow('not comparable');
  });

  it('is the same function to the library each time, so that listeners can be taken away', async () => {
    const client = green(new Client());
    const heard: unknown[] = [];
    const listener = (value: unknown): void => {
      'use greenlet';
      sleep(1);
      heard.push(value);
    };
    expect(client.on('job', listener)).toBe(client);
    client.emit('job', 1);
    client.off('job', listener);
    client.emit('job', 2);
    await run(() => {
      'use greenlet';
      sleep(5);
    });
    expect(heard).toEqual([1]);
    expect(client.listenerCount('job')).toBe(0);
  });

  it('stands in lists of listeners as the program knows it, as with the original', () => {
    function lists(client: EventEmitter): unknown[] {
      const [first, second] = [(): void => undefined, (): void => undefined];
      const named = (list: unknown[]): unknown[] =>
        list.map((listener) => {
          if (listener === first) return 'first';
          if (listener === second) return 'second';
          return (listener as { listener?: unknown }).listener === second ? 'once, second' : 'another';
        });
      client.on('job', first).once('job', second).prependListener('job', first);
      const seen = [client.listeners('job'), client.rawListeners('job'), getEventListeners(client, 'job')].map(named);
      client.off('job', client.rawListeners('job')[2] as () => void);
      client.off('job', client.listeners('job')[0] as () => void);
      return [...seen, named(client.listeners('job')), client.listenerCount('job', first), client.listeners('other')];
    }
    const seen = lists(green(new Client()));
    expect(seen).toEqual(lists(new Client()));
    expect(seen.slice(0, 2)).toEqual([
      ['first', 'first', 'second'],
      ['first', 'first', 'once, second'],
    ]);
  });

  it('is called once by what stands for it in a raw list', () => {
    const client = green(new Client());
    const heard: unknown[] = [];
    client.once('job', (value: unknown) => heard.push(value));
    const [raw] = client.rawListeners('job');
    raw?.(1);
    raw?.(2);
    expect(heard).toEqual([1]);
    expect(client.listenerCount('job')).toBe(0);
  });

  it('is shown as the program knows it', () => {
    const client = green(new Client());
    const hear = (): void => undefined;
    client.onMessage = hear;
    expect(client.onMessage).toBe(hear);
    expect(client.async.onMessage).not.toBe(hear);
    class Own extends Date {}
    expect(green({ same: (value: unknown) => value === Own }).same(Own)).toBe(true);
  });
});

describe('Where a call cannot wait', () => {
  it('is a SwitchError that names the call', async () => {
    const client = green(new Client());
    expect(() => client.query(1)).toThrow(SwitchError);
    expect(() => client.query(1)).toThrow('Client.query() would block, but no greenlet is running');
    await run(() => {
      'use greenlet';
      const emitter = new EventEmitter();
      emitter.on('call', () => expect(() => client.query(1)).toThrow('Client.query() would block, but'));
      emitter.emit('call');
    });
  });

  it('does nothing if the function is known to return promises', () => {
    let calls = 0;
    const view = green({
      promise: () => {
        calls++;
        return nextTurn();
      },
    });
    expect(() => view.promise()).toThrow(SwitchError);
    expect(() => view.promise()).toThrow(SwitchError);
    expect(calls).toBe(1);
  });

  it('does not matter where nothing is waited for', () => {
    expect(green(new Client()).count()).toBe(1);
  });
});

describe('A call that is abandoned', () => {
  interface Call {
    promise: () => Promise<string>;
  }

  it('goes on if nobody says how to stop it', async () => {
    const ended: string[] = [];
    const view = green<Call>({ promise: () => nextTurn().then(() => String(ended.push('ended'))) });
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => view.promise());
      sleep(0);
      greenlet.kill();
      expect(greenlet.value).toBeInstanceOf(GreenletExit);
      sleep(5);
    });
    expect(ended).toEqual(['ended']);
  });

  it('is stopped as an adapter says, once, with the reason', async () => {
    const abandoned: unknown[] = [];
    const object: Call = { promise: () => new Promise(() => undefined) };
    const view = createGreen({
      plan: (owner, name) =>
        owner === object && name === 'promise' ? { onAbandon: (call) => abandoned.push(call) } : undefined,
    })(object);
    await run(() => {
      'use greenlet';
      expect(timedOut(() => view.promise())).toBeInstanceOf(Timeout);
    });
    expect(abandoned).toEqual([
      { object, args: [], promise: expect.any(Promise) as unknown, reason: expect.any(Timeout) as unknown },
    ]);
  });

  it('gives back what nobody gets: because it came late, or because its greenlet was killed before it went on', async () => {
    let answer = (): void => undefined;
    let whenAnswered = (): void => undefined;
    const object = {
      make: (name: string) => {
        const promise = new Promise<string>((resolve) => (answer = () => resolve(`made by ${name}`)));
        // Before anybody else hears of it.
        void promise.then(() => whenAnswered());
        return promise;
      },
    };
    const unclaimed: unknown[] = [];
    const view = createGreen({
      plan: () => ({
        onUnclaimed: (made, call) => {
          unclaimed.push(made, call);
          throw new Error('nobody hears of it');
        },
      }),
    })(object);
    const kills: ((greenlet: Greenlet<string>) => void)[] = [
      (greenlet) => {
        greenlet.kill(undefined, { block: false });
        answer();
      },
      (greenlet) => {
        answer();
        greenlet.kill(undefined, { block: false });
      },
      (greenlet) => {
        answer();
        // It has its turn before the greenlet, which has the answer then.
        whenAnswered = () => void spawn(() => greenlet.kill(undefined, { block: false }));
      },
    ];
    await run(() => {
      'use greenlet';
      for (const kill of kills) {
        const greenlet = spawn(() => view.make('us'));
        sleep(0);
        kill(greenlet);
        greenlet.join();
        wait(nextTurn());
        expect([String(kill), greenlet.value]).toEqual([String(kill), expect.any(GreenletExit)]);
        expect([String(kill), unclaimed.splice(0)]).toEqual([String(kill), ['made by us', { object, args: ['us'] }]]);
      }
      const greenlet = spawn(() => view.make('us'));
      sleep(0);
      whenAnswered = () => undefined;
      answer();
      expect(greenlet.get()).toBe('made by us');
      expect(unclaimed).toEqual([]);
    });
  });

  it('is stopped by a signal, which only the library gets', async () => {
    const fetching = createGreen({
      plan: () => ({ withSignal: ([url, options], signal) => [url, { ...(options as object), signal }] }),
    })(request);
    let signal: AbortSignal | undefined;
    const view = createGreen({
      plan: () => ({ withSignal: (args, given) => [...args, (signal = given)] }),
    })({
      call: (signal?: AbortSignal) =>
        signal === undefined ? Promise.reject(new Error()) : new Promise<void>(() => undefined),
    });
    await run(() => {
      'use greenlet';
      expect(timedOut(() => fetching('a'))).toBeInstanceOf(Timeout);
      const greenlet = spawn(() => view.call());
      sleep(1);
      greenlet.kill();
    });
    expect(signal?.reason).toBeInstanceOf(GreenletExit);
  });

  it('is stopped by that signal also while a value of its iterator is waited for', async () => {
    const signals: AbortSignal[] = [];
    const { pages } = createGreen({ plan: () => ({ withSignal: ([last], signal) => [last, signal] }) })({
      async *pages(last: number, signal?: AbortSignal) {
        if (signal !== undefined) signals.push(signal);
        for (let page = 0; page <= last; page++) yield page;
        await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
      },
    });
    await run(() => {
      'use greenlet';
      const seen: number[] = [];
      const all = (): void => {
        for (const page of pages(1)) seen.push(page);
      };
      expect(timedOut(all)).toBeInstanceOf(Timeout);
      expect(seen).toEqual([0, 1]);
      for (const page of pages(1)) if (page === 1) break;
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('is stopped as an adapter says while a value of an iterable is waited for', async () => {
    const feed = new Feed();
    const abandoned: unknown[][] = [];
    const view = createGreen({ onAbandonedLoop: (...given) => abandoned.push(given) })(feed);
    await run(() => {
      'use greenlet';
      const loops = [
        () => {
          for (const item of view) expect(item).toBe('first');
        },
        () => [...view],
      ];
      for (const loop of loops) expect(timedOut(loop)).toBeInstanceOf(Timeout);
      const reason = expect.any(Timeout) as unknown;
      expect(abandoned).toEqual(loops.map(() => [feed, reason]));
    });
  });

  it('is done in another way if an adapter knows one', async () => {
    const view = createGreen({
      plan: (_owner, name) =>
        name === 'query'
          ? {
              call: (client: Client, id: number) => {
                'use greenlet';
                sleep(1);
                return [client.count(), id, new Transaction(client)];
              },
            }
          : undefined,
    })(new Client());
    await run(() => {
      'use greenlet';
      expect(view.query(7)).toEqual([1, 7, expect.any(Transaction)]);
    });
    expect(() => view.query(7)).toThrow(SwitchError);
  });

  it('is not confused by values that an adapter names', async () => {
    const transaction = new Transaction(new Client());
    const view = createGreen({ isValue: (object) => object instanceof Transaction })({ give: () => transaction });
    expect(view.give()).toBe(transaction);
  });

  it('hands functions over as they are where the library sends them elsewhere', () => {
    const given: unknown[] = [];
    const object = { evaluate: (f: unknown) => void given.push(f), listen: (f: unknown) => void given.push(f) };
    const sent = (): number => 1;
    const view = createGreen({ plan: (_, name) => (name === 'evaluate' ? { sendsFunctions: true } : undefined) })(
      object,
    );
    view.evaluate(sent);
    view.listen(sent);
    expect(given[0]).toBe(sent);
    expect(given[1]).not.toBe(sent);
  });

  it.each([
    [{ plan: 1 }, 'expected a function as `plan`, got `1` (number)'],
    [{ onAbandonedLoop: 1 }, 'expected a function as `onAbandonedLoop`, got `1` (number)'],
    [{ values: [] }, 'got an unknown option `values`'],
  ])('needs proper options: %p', (options: object, message) => {
    expect(() => createGreen(options)).toThrow(message);
  });

  it.each<[unknown, string]>([
    [
      { onAbandn: () => null },
      'expected options with `call`, `withSignal`, `onAbandon`, `onUnclaimed`, `sendsFunctions`, got an unknown option `onAbandn`',
    ],
    [7, 'got `7` (number)'],
    [{ onAbandon: 7 }, 'expected a function as `onAbandon`, got `7` (number)'],
    [{ call: 'x' }, 'expected a function as `call`, got `"x"` (string)'],
    [{ sendsFunctions: 1 }, 'expected true or false as `sendsFunctions`, got `1` (number)'],
    [
      { call: () => null, onAbandon: () => null },
      'expected either `call`, which makes the call itself, or `onAbandon`, got both',
    ],
  ])('refuses a plan that would not be followed: %p', (plan, message) => {
    const view = createGreen({ plan: () => plan as never })({ load: () => 1 });
    expect(() => view.load()).toThrow(new RegExp(message.replace(/[()]/g, '\\$&')));
  });

  it('refuses arguments with a signal that are none', async () => {
    const view = createGreen({ plan: () => ({ withSignal: () => 7 as never }) })({ load: () => 1 });
    await expect(run(() => view.load())).rejects.toThrow(
      'expected the arguments from `withSignal`, as an array, got `7` (number)',
    );
  });
});
