import { inspect } from 'node:util';
import { Continulet, getCurrent, Greenlet, GreenletExit, permute, SwitchError } from 'greenlets/core';
import { run, sleep, spawn } from 'greenlets';
import { thrownBy } from '../runtime/support/thrown-by.ts';
import { runVirtually } from '../support/virtual-host.ts';

/** From code outside all greenlets, as in PyPy's own tests. */
describe('a continulet', () => {
  it('K01: runs nothing when it is created, and is pending', () => {
    const fn = jest.fn();
    const c = new Continulet(fn, 1, 2);
    expect(fn).not.toHaveBeenCalled();
    expect(c.isPending()).toBe(true);
  });

  it('K01: calls its function with itself and the arguments at the first switch', () => {
    const fn = jest.fn((...args: unknown[]) => `${String(args.length)} arguments`);
    const c = new Continulet(fn, 1, 'two');
    expect(c.switch()).toBe('3 arguments');
    expect(fn).toHaveBeenCalledWith(c, 1, 'two');
  });

  it('exchanges values with its function in both directions', () => {
    const received: unknown[] = [];
    const c = new Continulet((self) => {
      'use greenlet';
      received.push(self.switch('a'));
      received.push(self.switch('b'));
      return 'c';
    });
    expect([c.switch(), c.switch(1), c.switch(2)]).toEqual(['a', 'b', 'c']);
    expect(received).toEqual([1, 2]);
  });

  it('K02: cannot be sent a value before it has begun, and has finished then', () => {
    const fn = jest.fn();
    const c = new Continulet(fn);
    expect(() => c.switch(1)).toThrow(
      new TypeError('expected nothing to be sent to a continulet that begins, got `1` (number)'),
    );
    expect(fn).not.toHaveBeenCalled();
    expect(c.isPending()).toBe(false);
  });

  it('K02: begins with null or undefined as the value', () => {
    expect(new Continulet(() => 1).switch(null)).toBe(1);
    expect(new Continulet(() => 2).switch(undefined)).toBe(2);
  });

  it('K04: hands the result to whoever switched last, and is not pending any more', () => {
    const log: unknown[] = [];
    const c = new Continulet((self) => {
      'use greenlet';
      self.switch('first');
      return 'end';
    });
    c.switch();
    const other = new Continulet(() => {
      'use greenlet';
      log.push(c.switch());
      return 'other';
    });
    expect(other.switch()).toBe('other');
    expect(log).toEqual(['end']);
    expect(c.isPending()).toBe(false);
  });

  it('K04: throws what its function throws in whoever switched last', () => {
    const c = new Continulet((self) => {
      'use greenlet';
      self.switch();
      throw new RangeError('broken');
    });
    c.switch();
    expect(() => c.switch()).toThrow(new RangeError('broken'));
    expect(c.isPending()).toBe(false);
  });

  it('K04: throws a GreenletExit as well, which is nothing special here', () => {
    const exit = new GreenletExit();
    const c = new Continulet(() => {
      throw exit;
    });
    expect(thrownBy(() => c.switch())).toBe(exit);
  });

  it.each<[string, (finished: Continulet, other: Continulet) => unknown]>([
    ['switch', (finished) => finished.switch()],
    ['throw', (finished) => finished.throw(new Error('x'))],
    ['switch to another one', (finished, other) => finished.switch(0, other)],
    ['switch by way of another one', (finished, other) => other.switch(0, finished)],
    ['throw by way of another one', (finished, other) => other.throw(new Error('x'), finished)],
  ])('K05: that has finished refuses %s', (_, use) => {
    const finished = new Continulet(() => 0);
    finished.switch();
    const other = new Continulet((self) => {
      'use greenlet';
      return self.switch();
    });
    other.switch();
    const error = thrownBy(() => use(finished, other)) as Error;
    expect(error).toBeInstanceOf(SwitchError);
    expect(error.message).toBe('this continulet has finished already');
    expect(other.switch('goes on')).toBe('goes on');
  });

  it('K07: evaluates to the value if it switches to itself by way of itself', () => {
    const fn = jest.fn();
    const c = new Continulet(fn);
    expect(c.switch(5, c)).toBe(5);
    const error = new Error('here');
    expect(thrownBy(() => c.throw(error, c))).toBe(error);
    expect(fn).not.toHaveBeenCalled();
    expect(c.isPending()).toBe(true);
  });

  it('K08: into which an error is thrown before it has begun hands it back, and has finished', () => {
    const fn = jest.fn();
    const c = new Continulet(fn);
    const error = new Error('back');
    expect(thrownBy(() => c.throw(error))).toBe(error);
    expect(fn).not.toHaveBeenCalled();
    expect(c.isPending()).toBe(false);
  });

  it('throws an error where its function waits, which may catch it', () => {
    const c = new Continulet((self) => {
      'use greenlet';
      try {
        self.switch('waiting');
      } catch (error) {
        return (error as Error).message;
      }
      return 'not thrown';
    });
    expect(c.switch()).toBe('waiting');
    expect(c.throw(RangeError)).toBe('');
  });

  it('passes a GreenletExit through catch clauses, which run finally blocks only', () => {
    const log: string[] = [];
    const c = new Continulet((self) => {
      'use greenlet';
      try {
        self.switch();
      } catch {
        log.push('caught');
      } finally {
        log.push('finally');
      }
    });
    c.switch();
    expect(() => c.throw()).toThrow(GreenletExit);
    expect(log).toEqual(['finally']);
  });

  it('refuses to throw what is no error, and goes on afterwards', () => {
    const c = new Continulet((self) => {
      'use greenlet';
      return self.switch();
    });
    c.switch();
    expect(() => c.throw(3)).toThrow(TypeError);
    expect(c.switch('still there')).toBe('still there');
  });

  it('refuses a function that is none, and a second function', () => {
    const create = Continulet as unknown as new (fn: unknown) => Continulet;
    expect(() => new create(3)).toThrow('expected a function to run, got `3` (number)');
    const c = new Continulet(() => 1);
    expect(() => c.init(() => 2)).toThrow('this continulet is initialized already');
    c.switch();
    expect(() => c.init(() => 2)).toThrow('this continulet is initialized already');
  });

  it('is shown with its name and state', () => {
    const c = new Continulet(function count() {
      return 1;
    });
    expect(inspect([c, new Continulet()])).toBe('[ [Continulet count: pending], [Continulet (anonymous): empty] ]');
    c.switch();
    expect(JSON.stringify(c)).toBe('{"name":"count","state":"finished"}');
  });

  it('K11: cannot be cloned, and so not be sent to another thread', () => {
    const c = new Continulet(() => 1);
    expect(thrownBy(() => structuredClone(c))).toMatchObject({
      name: 'DataCloneError',
      message: expect.stringContaining('belongs to the thread in which it was made') as string,
    });
  });
});

describe('an empty continulet', () => {
  it('is not pending, and a switch to it does nothing', () => {
    const c = new Continulet();
    expect(c.isPending()).toBe(false);
    expect(c.switch(7)).toBe(7);
    const error = new Error('here');
    expect(thrownBy(() => c.throw(error))).toBe(error);
  });

  it('gets its function later', () => {
    const c = new Continulet<unknown, [number]>();
    c.init((_, x) => x + 1, 1);
    expect(c.isPending()).toBe(true);
    expect(c.switch()).toBe(2);
  });

  it('counts for nothing in a switch by way of it, or to it', () => {
    const ends = (): Continulet => new Continulet(() => 'ended');
    expect(new Continulet().switch(undefined, ends())).toBe('ended');
    expect(ends().switch(undefined, new Continulet())).toBe('ended');
  });
});

describe('a switch by way of a second continulet', () => {
  it('stores the caller in the first, and what the first held in the second', () => {
    const log: unknown[] = [];
    const a: Continulet = new Continulet((self) => {
      'use greenlet';
      log.push(self.switch('a waits'));
      return 'a ends';
    });
    const b: Continulet = new Continulet((self) => {
      'use greenlet';
      log.push(self.switch('b waits'));
      return 'b ends';
    });
    a.switch();
    b.switch();
    // The main program is stored in a, the function of a in b, and that of b goes on: it returns into the function of a.
    expect(a.switch('to b', b)).toBe('a ends');
    expect(log).toEqual(['to b', 'b ends']);
    expect([a.isPending(), b.isPending()]).toEqual([false, false]);
  });

  it('begins a function that has not run, and throws a value back that cannot be received', () => {
    const a = new Continulet((self) => {
      'use greenlet';
      try {
        return self.switch('waits');
      } catch (error) {
        return (error as Error).name;
      }
    });
    a.switch();
    const b = new Continulet(() => 'never');
    // What was in a is where b returns to.
    expect(a.switch('value', b)).toBe('TypeError');
  });

  it('lets greenlets be made of continulets, as in PyPy: each switch is one of the current one to the other', () => {
    const log: string[] = [];
    let current!: Continulet;
    const go = (target: Continulet, value?: unknown): unknown => {
      'use greenlet';
      const from = current;
      current = target;
      const result = from.switch(value, target);
      current = from;
      return result;
    };
    const root = new Continulet((self) => {
      'use greenlet';
      return self.switch('ready');
    });
    root.switch();
    const one: Continulet = new Continulet(() => {
      'use greenlet';
      log.push('one begins');
      log.push(`one got ${String(go(two))}`);
      return 'one ends';
    });
    const two: Continulet = new Continulet(() => {
      'use greenlet';
      log.push('two begins');
      go(one, 'a value');
      return 'two ends';
    });
    current = root;
    go(one);
    expect(log).toEqual(['one begins', 'two begins', 'one got a value']);
  });
});

describe('permute', () => {
  const waiting = (name: string): Continulet => {
    const c: Continulet = new Continulet((self) => {
      'use greenlet';
      const value = self.switch(`${name} waits`);
      return `${name} got ${String(value)}`;
    });
    c.switch();
    return c;
  };

  it('K10: exchanges the continuations of two without switching', () => {
    const [a, b] = [waiting('a'), waiting('b')];
    permute(a, b);
    expect([a.isPending(), b.isPending()]).toEqual([true, true]);
    // The function of b goes on. It returns to whoever is stored in b, which is the function of a.
    expect(a.switch(1)).toBe('a got b got 1');
  });

  it('K10: lets a running function return to where the other one would have', () => {
    const log: string[] = [];
    const a: Continulet = new Continulet(() => {
      'use greenlet';
      log.push('a runs');
      permute(a, b);
      return 'from a';
    });
    const b: Continulet = new Continulet((self) => {
      'use greenlet';
      log.push(`b got ${String(self.switch('b waits'))}`);
      return 'from b';
    });
    b.switch();
    expect(a.switch()).toBe('from b');
    expect(log).toEqual(['a runs', 'b got from a']);
  });

  it('K10: passes those of three round', () => {
    const [a, b, c] = [waiting('a'), waiting('b'), waiting('c')];
    permute(a, b, c);
    // Now a holds the function of c, which returns into that of b, and that one into the one of a.
    expect(a.switch(1)).toBe('a got b got c got 1');
    expect([a, b, c].map((each) => each.isPending())).toEqual([false, false, false]);
  });

  it('K10: leaves out empty ones', () => {
    const a = waiting('a');
    permute(a, new Continulet());
    permute(new Continulet(), new Continulet());
    permute(a);
    permute();
    expect(a.switch(1)).toBe('a got 1');
  });

  it.each([0, 1])('K10: refuses one that has finished, as number %i, and changes nothing', (place) => {
    const finished = new Continulet(() => 0);
    finished.switch();
    const [a, b] = [waiting('a'), waiting('b')];
    const all = [a, b];
    all.splice(place, 0, finished);
    expect(() => permute(...all)).toThrow('this continulet has finished already');
    expect([a.switch(1), b.switch(2)]).toEqual(['a got 1', 'b got 2']);
  });

  it('K10: refuses what is no continulet', () => {
    const call = permute as unknown as (...args: unknown[]) => void;
    expect(() => call(new Continulet(), 3)).toThrow('expected a continulet, got `3` (number)');
  });
});

describe('continulets and the rest of the program', () => {
  /** A coroutine library on continulets, as somebody might write one. */
  const counter = (step: number): (() => unknown) => {
    const c: Continulet = new Continulet((self) => {
      'use greenlet';
      for (let i = 0; ; i += step) self.switch(i);
    });
    return () => {
      'use greenlet';
      return c.switch();
    };
  };

  it('K13: two uses that know nothing of each other do not disturb each other', () => {
    const inner = counter(1);
    const outer = new Continulet((self) => {
      'use greenlet';
      for (;;) self.switch([inner(), inner()]);
    });
    const other = counter(10);
    expect([outer.switch(), other(), outer.switch(), inner(), other()]).toEqual([[0, 1], 0, [2, 3], 4, 10]);
  });

  it('K13: the function of one may switch among greenlets', () => {
    const main = getCurrent();
    const c = new Continulet((self) => {
      'use greenlet';
      self.switch('from the continulet');
      main.switch('from the greenlet of the continulet');
    });
    expect(c.switch()).toBe('from the continulet');
    expect(c.switch()).toBe('from the greenlet of the continulet');
  });

  it('a continulet whose function waits blocks the greenlet that has switched to it, and no other', async () => {
    const log: unknown[] = [];
    await runVirtually(() => {
      'use greenlet';
      const c: Continulet = new Continulet((self) => {
        'use greenlet';
        for (let i = 0; ; i++) {
          sleep(10);
          self.switch(i);
        }
      });
      const other = spawn(() => {
        'use greenlet';
        sleep(5);
        log.push('other');
      });
      log.push(c.switch(), c.switch());
      other.join();
    });
    expect(log).toEqual(['other', 0, 1]);
  });

  it('a continuation that somebody else has used up is not taken for one that waits', async () => {
    const outcome = await runVirtually(() => {
      'use greenlet';
      const c: Continulet = new Continulet((self) => {
        'use greenlet';
        sleep(10);
        self.switch('too late');
      });
      const user = spawn(() => {
        'use greenlet';
        c.switch();
      });
      sleep(5);
      user.kill();
      const errors: unknown[] = [];
      const other = spawn(() => {
        'use greenlet';
        try {
          c.switch();
        } catch (error) {
          errors.push(error);
        }
      });
      other.join();
      return errors;
    });
    expect(outcome).toEqual([expect.any(SwitchError)]);
  });

  it('a switch that would have to suspend unmarked code is refused before anything has happened', async () => {
    const c = new Continulet((self) => {
      'use greenlet';
      return self.switch('waits');
    });
    c.switch();
    const error = await run(() => {
      'use greenlet';
      const getter = {
        get value() {
          return c.switch();
        },
      };
      return thrownBy(() => getter.value);
    });
    expect(error).toBeInstanceOf(SwitchError);
    expect(c.switch('goes on')).toBe('goes on');
  });

  it('recursion of 100,000 calls runs in segments, each begun by a loop that is not deep itself', () => {
    type Call = [fn: (n: number) => number, n: number];
    const c: Continulet = new Continulet((self) => {
      'use greenlet';
      let [fn, n] = self.switch() as Call;
      for (;;) {
        const segment: Continulet = new Continulet(() => {
          'use greenlet';
          return fn(n);
        });
        [fn, n] = self.switch(undefined, segment) as Call;
      }
    });
    c.switch();
    const depth = (n: number): number => {
      'use greenlet';
      if (n === 0) return 0;
      const rest = n % 200 === 0 ? (c.switch([depth, n - 1]) as number) : depth(n - 1);
      return rest + 1;
    };
    expect(new Greenlet<[number]>(depth).switch(100_000)).toBe(100_000);
  });
});
