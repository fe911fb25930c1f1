import { generator, type Genlet, SwitchError } from 'greenlets/core';
import { setErrorHandler, sleep, spawn } from 'greenlets';
import { thrownBy } from '../runtime/support/thrown-by.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { boom, sources, type Source } from './generator-bodies.ts';

interface Tree {
  readonly value: number;
  readonly children: readonly Tree[];
}

describe('a generator that is made of continulets', () => {
  const naturals = generator((self: Genlet<number>, count: number) => {
    'use greenlet';
    for (let i = 0; i < count; i++) self.yield(i);
  });

  it('G46: yields from any function that is called, however deep', () => {
    const visit = (tree: Tree, each: (value: number) => void): void => {
      'use greenlet';
      each(tree.value);
      for (const child of tree.children) visit(child, each);
    };
    const values = generator((self: Genlet<number>, tree: Tree) => {
      'use greenlet';
      visit(tree, (value) => {
        'use greenlet';
        self.yield(value);
      });
    });
    const leaf = (value: number): Tree => ({ value, children: [] });
    const tree = { value: 1, children: [{ value: 2, children: [leaf(3)] }, leaf(4)] };
    expect([...values(tree)]).toEqual([1, 2, 3, 4]);
  });

  it('G46: of nested ones, that one gets the value on which yield is called', () => {
    const outer = generator((self: Genlet<string>) => {
      'use greenlet';
      const inner = generator((own: Genlet<number>) => {
        'use greenlet';
        own.yield(1);
        self.yield('straight to the outer one');
        own.yield(2);
      });
      for (const value of inner()) self.yield(`inner: ${String(value)}`);
    });
    expect([...outer()]).toEqual(['inner: 1', 'straight to the outer one', 'inner: 2']);
  });

  it('works in code that is not compiled, which iterates it as any other', () => {
    expect(Array.from(naturals(3))).toEqual([0, 1, 2]);
    expect(Math.max(...naturals(5))).toBe(4);
  });

  it('hands what is given to next to the body, but for the first, and returns what the body returns', () => {
    const received: unknown[] = [];
    const talk = generator((self: Genlet<string, string, string>) => {
      'use greenlet';
      received.push(self.yield('a'), self.yield('b'));
      return 'end';
    });
    const talking = talk();
    expect([talking.next('dropped'), talking.next('1'), talking.next('2'), talking.next('3')]).toEqual([
      { done: false, value: 'a' },
      { done: false, value: 'b' },
      { done: true, value: 'end' },
      { done: true, value: undefined },
    ]);
    expect(received).toEqual(['1', '2']);
  });

  it('looks as one of the language, and so do its results', () => {
    const one = generator((self: Genlet<number>) => {
      'use greenlet';
      self.yield(1);
    })();
    const results = [one.next(), one.next(), one.next(), one.return()];
    expect(results.map((result) => Object.keys(result).join())).toEqual(results.map(() => 'value,done'));
    expect(Object.prototype.toString.call(one)).toBe('[object Generator]');
  });

  it('throws what the body throws, and is over then', () => {
    const failing = generator(() => {
      throw new RangeError('broken');
    });
    const values = failing();
    expect(() => values.next()).toThrow('broken');
    expect(values.next()).toEqual({ done: true, value: undefined });
  });

  it('throws an error into the body', () => {
    const catching = generator((self: Genlet<string>) => {
      'use greenlet';
      try {
        self.yield('waiting');
      } catch (error) {
        self.yield((error as Error).message);
      }
    });
    const values = catching();
    values.next();
    expect(values.throw(new Error('caught'))).toEqual({ done: false, value: 'caught' });
    expect(values.next().done).toBe(true);
    expect(() => values.throw(new Error('too late'))).toThrow('too late');
  });

  it('runs finally blocks when a loop is left, but no catch clauses', () => {
    const log: string[] = [];
    const values = generator((self: Genlet<number>) => {
      'use greenlet';
      try {
        for (let i = 0; ; i++) self.yield(i);
      } catch {
        log.push('caught');
      } finally {
        log.push('closed');
      }
    });
    for (const value of values()) if (value === 2) break;
    expect(log).toEqual(['closed']);
  });

  it('runs finally blocks of all nested ones when a loop is left, also if an inner one yields for it', () => {
    const log: string[] = [];
    const outer = generator((self: Genlet<number>) => {
      'use greenlet';
      const inner = generator(() => {
        'use greenlet';
        try {
          self.yield(1);
        } catch {
          log.push('caught by the inner one');
        } finally {
          log.push('inner closed');
        }
      });
      try {
        inner().next();
      } catch {
        log.push('caught by the outer one');
      } finally {
        log.push('outer closed');
      }
    });
    const values = outer();
    values.next();
    expect(values.return(undefined)).toEqual({ done: true, value: undefined });
    expect(log).toEqual(['inner closed', 'outer closed']);
  });

  const uses = [
    'return next next next next',
    'return return next next',
    'return throw next next',
    'throw next next next',
  ];
  const cases = Object.keys(sources).flatMap((name) => uses.map((use) => [use, name] as const));

  it.each(cases)('ends as one of the language after %s in %s', (use, name) => {
    const { body, native } = sources[name] as Source;
    const own = generator((self: Genlet, start: Source['body']) => {
      'use greenlet';
      return start((value) => {
        'use greenlet';
        return self.yield(value);
      });
    })(body);
    expect(story(own, use)).toEqual(story(native(), use));
  });

  function story(values: Pick<Generator, 'next' | 'return' | 'throw'>, use: string): unknown[] {
    let count = 0;
    const calls = { next: () => values.next(), return: () => values.return(count++), throw: () => values.throw(boom) };
    return ['next', ...use.split(' ')].map((call) => {
      try {
        return calls[call as keyof typeof calls]();
      } catch (error) {
        return error;
      }
    });
  }

  it('that has not begun never runs after return', () => {
    const body = jest.fn();
    const values = generator(body)();
    expect(values.return('given')).toEqual({ done: true, value: 'given' });
    expect(values.isPending()).toBe(false);
    expect(body).not.toHaveBeenCalled();
  });

  it('refuses next while it runs, and yield while it does not', () => {
    const errors: unknown[] = [];
    const values: Genlet<number> = generator((self: Genlet<number>) => {
      'use greenlet';
      errors.push(thrownBy(() => self.next()));
      self.yield(1);
    })();
    values.next();
    errors.push(thrownBy(() => values.yield(2)));
    expect(errors.map((error) => (error as Error).message)).toEqual([
      'the generator is already running',
      'yield() can only be called while the generator runs',
    ]);
  });

  it('refuses what is no function', () => {
    expect(() => (generator as (fn: unknown) => unknown)(1)).toThrow('expected a function, got `1` (number)');
  });

  it('may wait in its body, for which the greenlet that iterates waits', async () => {
    const slow = generator((self: Genlet<number>) => {
      'use greenlet';
      for (let i = 0; i < 3; i++) {
        sleep(10);
        self.yield(i);
      }
    });
    const log = await runVirtually(() => {
      'use greenlet';
      const seen: unknown[] = [];
      const other = spawn(() => {
        'use greenlet';
        for (const value of slow()) seen.push(`other ${String(value)}`);
      });
      for (const value of slow()) seen.push(value);
      other.join();
      return seen;
    });
    expect(log).toEqual([0, 'other 0', 1, 'other 1', 2, 'other 2']);
  });

  it('whose consumer is killed while the body waits tells the body so at its next yield', async () => {
    const log: string[] = [];
    const reported: unknown[] = [];
    const handler = setErrorHandler((error) => reported.push(error));
    await runVirtually(() => {
      'use greenlet';
      const slow = generator((self: Genlet<number>) => {
        'use greenlet';
        try {
          sleep(10);
          self.yield(1);
        } finally {
          log.push('closed');
        }
      });
      const values = slow();
      const consumer = spawn(() => {
        'use greenlet';
        values.next();
      });
      sleep(5);
      consumer.kill();
      log.push((thrownBy(() => values.next()) as Error).message);
      sleep(10);
    });
    setErrorHandler(handler);
    expect(log).toEqual(['the generator is already running', 'closed']);
    expect(reported).toEqual([expect.any(SwitchError)]);
  });
});
