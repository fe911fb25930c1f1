import { getCurrent, Greenlet } from 'greenlets/core';

/** Greenlets without a scheduler, from code outside all greenlets: what python-greenlet does. */
describe('switching', () => {
  const main = getCurrent();

  it('runs the example of greenlet: a child switches to its parent and back', () => {
    const child = new Greenlet(() => {
      'use greenlet';
      main.switch(42);
      return 'Hello';
    });
    expect(child.switch()).toBe(42);
    expect(child.dead).toBe(false);
    expect(child.switch()).toBe('Hello');
    expect(child.dead).toBe(true);
  });

  it('G01: a new greenlet runs nothing, has its creator as the parent, and shows its function', () => {
    const fn = jest.fn();
    const greenlet = new Greenlet(fn);
    expect(fn).not.toHaveBeenCalled();
    expect(greenlet.parent).toBe(main);
    expect(greenlet.dead).toBe(false);
    expect(greenlet.active).toBe(false);
    expect(greenlet.run).toBe(fn);
  });

  it('G01: one that is created in a greenlet has that as its parent', () => {
    const parents: unknown[] = [];
    const outer = new Greenlet(() => {
      'use greenlet';
      parents.push(new Greenlet(() => 0).parent);
    });
    outer.switch();
    expect(parents).toEqual([outer]);
  });

  it('G02: the first switch passes exactly its arguments', () => {
    const fn = jest.fn((...args: unknown[]) => args.length);
    expect(new Greenlet(fn).switch(1, undefined, [2])).toBe(3);
    expect(fn).toHaveBeenCalledWith(1, undefined, [2]);
  });

  it.each([
    ['a value', 7],
    ['undefined', undefined],
    ['null', null],
    ['an array', [1, 2]],
  ])('G04: a suspended greenlet receives %s as it is', (_, value) => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      return main.switch();
    });
    greenlet.switch();
    expect(greenlet.switch(value)).toBe(value);
  });

  it('G05: several values arrive as an array, none as undefined', () => {
    const received: unknown[] = [];
    const greenlet = new Greenlet(() => {
      'use greenlet';
      received.push(main.switch());
      received.push(main.switch());
    });
    greenlet.switch();
    greenlet.switch('a', 'b');
    greenlet.switch();
    expect(received).toEqual([['a', 'b'], undefined]);
  });

  it('G07: a result goes to the parent, not to whoever switched; that one stays suspended', () => {
    const log: unknown[] = [];
    const b = new Greenlet(() => 'from b');
    const a = new Greenlet(() => {
      'use greenlet';
      log.push(b.switch());
      return 'from a';
    });
    expect(a.switch()).toBe('from b');
    expect(log).toEqual([]);
    expect(a.dead).toBe(false);
    expect(a.switch('later')).toBe('from a');
    expect(log).toEqual(['later']);
  });

  it('G08: a dead greenlet passes on to its nearest living ancestor', () => {
    const dead = new Greenlet(() => 0);
    dead.switch();
    expect(dead.switch('back')).toBe('back');
    const parent = new Greenlet(() => {
      'use greenlet';
      main.switch();
      return [main.switch('child ended')];
    });
    parent.switch();
    const child = new Greenlet(() => 0, parent);
    expect(child.switch()).toBe('child ended');
    expect(child.switch('for the parent')).toEqual(['for the parent']);
  });

  it('G10: without a function the caller gets a TypeError, and the greenlet stays unstarted', () => {
    const greenlet = new Greenlet();
    expect(() => greenlet.switch()).toThrow(TypeError);
    expect(() => greenlet.throw(new Error('x'))).toThrow(TypeError);
    expect(greenlet.dead).toBe(false);
    expect(greenlet.active).toBe(false);
  });

  it('G11: with something that cannot be called the parent gets a TypeError, and the greenlet is dead', () => {
    class Wrong extends Greenlet {
      override get run(): never {
        return 5 as never;
      }
    }
    const greenlet = new Wrong();
    expect(() => greenlet.switch()).toThrow('expected a function to run, got `5` (number)');
    expect(greenlet.dead).toBe(true);
  });

  it.each([
    [5, '`5` (number)'],
    ['run', '`"run"` (string)'],
    [{}, 'an instance of `Object` (object)'],
  ])('is not made of %p, but of nothing, or null, if it is told later what to run', (run, shown) => {
    expect(() => new Greenlet(run as never)).toThrow(new TypeError(`expected a function to run, got ${shown}`));
    for (const later of [new Greenlet<[], number>(), new Greenlet<[], number>(null)]) {
      later.run = () => 7;
      expect(later.switch()).toBe(7);
    }
  });

  it('G13: a greenlet can be suspended in a callback of a native method', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      return [1, 2, 3].map((item) => [item, main.switch(item)]);
    });
    expect(greenlet.switch()).toBe(1);
    expect(greenlet.switch('one')).toBe(2);
    expect(greenlet.switch('two')).toBe(3);
    expect(greenlet.switch('three')).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  it('G14: a greenlet can be suspended in the body of a generator, and who iterates sees nothing of it', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      function* items(): Generator {
        yield main.switch('first');
        yield 'between';
        yield main.switch('second');
      }
      return [...items()];
    });
    expect(greenlet.switch()).toBe('first');
    expect(greenlet.switch(1)).toBe('second');
    expect(greenlet.switch(2)).toEqual([1, 'between', 2]);
  });

  it('G13: unmarked code in between is a border: the switch throws and says what is in the way', () => {
    function unmarkedCaller(callback: () => unknown): unknown {
      return callback();
    }
    const greenlet = new Greenlet(() => {
      'use greenlet';
      return unmarkedCaller(() => main.switch(1));
    });
    expect(() => greenlet.switch()).toThrow(
      /^switch\(\) would block, but .* was called by .*switching\.test\.ts.* is not compiled code/,
    );
  });

  it('G25: the flags tell new, suspended and finished greenlets apart', () => {
    const flags = (): boolean[] => [greenlet.active, greenlet.dead];
    const seen: boolean[][] = [];
    const greenlet = new Greenlet<[]>((): void => {
      'use greenlet';
      seen.push(flags());
      main.switch();
    });
    seen.push(flags());
    greenlet.switch();
    seen.push(flags());
    greenlet.switch();
    seen.push(flags());
    expect(seen).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [false, true],
    ]);
  });

  it('G37: a greenlet that is suspended in a catch clause still has its error when it goes on', () => {
    const seen: unknown[] = [];
    const fail = (message: string): Greenlet<[]> =>
      new Greenlet<[]>((): void => {
        'use greenlet';
        try {
          throw new Error(message);
        } catch (error) {
          main.switch();
          seen.push((error as Error).message);
        }
      });
    const greenlets = [fail('first'), fail('second')];
    for (let round = 0; round < 2; round++) for (const greenlet of greenlets) greenlet.switch();
    expect(seen).toEqual(['first', 'second']);
  });

  it('a subclass may override what a greenlet runs', () => {
    class Doubling extends Greenlet<[number], number> {
      readonly #factor = 2;
      override get run(): (x: number) => number {
        return (x) => {
          'use greenlet';
          return Number(main.switch('asked')) * x * this.#factor;
        };
      }
    }
    const greenlet = new Doubling();
    expect(greenlet.switch(3)).toBe('asked');
    expect(greenlet.switch(7)).toBe(42);
  });

  it('ten thousand greenlets may be started each by the one before, before any of them has ended', () => {
    let started = 0;
    function start(): number {
      'use greenlet';
      if (++started === 10_000) return 1;
      return Number(new Greenlet(start).switch()) + 1;
    }
    expect(new Greenlet(start).switch()).toBe(10_000);
  });
});
