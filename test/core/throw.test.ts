import { getCurrent, Greenlet, GreenletExit } from 'greenlets/core';

describe('throw', () => {
  const main = getCurrent();

  /** A greenlet that is suspended in a `try`, and logs how it is left. */
  function suspended(log: string[]): Greenlet<[]> {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      try {
        main.switch();
      } finally {
        log.push('finally');
      }
    });
    greenlet.switch();
    return greenlet;
  }

  it('G28: raises an error where the greenlet is suspended', () => {
    const log: string[] = [];
    expect(() => suspended(log).throw(new RangeError('x'))).toThrow(new RangeError('x'));
    expect(log).toEqual(['finally']);
  });

  it('G28: makes an instance of a class of errors', () => {
    expect(() => suspended([]).throw(RangeError)).toThrow(RangeError);
    expect(() => suspended([]).throw(Error)).toThrow(new Error());
  });

  it('G29: without an argument it raises a GreenletExit, which the caller receives as a value', () => {
    const log: string[] = [];
    expect(suspended(log).throw()).toBeInstanceOf(GreenletExit);
    expect(log).toEqual(['finally']);
  });

  it('G29: a catch clause that does not mention GreenletExit does not catch it', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      try {
        main.switch();
      } catch {
        return 'swallowed';
      }
      return 'not reached';
    });
    greenlet.switch();
    expect(greenlet.throw()).toBeInstanceOf(GreenletExit);
  });

  it('a greenlet that catches GreenletExit by name survives', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      try {
        main.switch();
      } catch (error) {
        return error instanceof GreenletExit ? 'survived' : error;
      }
      return 'not reached';
    });
    greenlet.switch();
    expect(greenlet.throw()).toBe('survived');
  });

  it('G31: an error raised instead of GreenletExit reaches the parent', () => {
    const greenlet = new Greenlet(() => {
      'use greenlet';
      try {
        main.switch();
      } catch (error) {
        if (error instanceof GreenletExit) throw new RangeError('instead', { cause: error });
      }
    });
    greenlet.switch();
    expect(() => greenlet.throw()).toThrow('instead');
  });

  it('G32: one that has not started dies without running', () => {
    const run = jest.fn();
    const greenlet = new Greenlet(run);
    expect(() => greenlet.throw(new Error('x'))).toThrow('x');
    expect(greenlet.dead).toBe(true);
    expect(run).not.toHaveBeenCalled();
    expect(new Greenlet(run).throw()).toBeInstanceOf(GreenletExit);
  });

  it('raises in the nearest living ancestor of a dead greenlet', () => {
    const greenlet = new Greenlet(() => 0);
    greenlet.switch();
    expect(() => greenlet.throw(new Error('x'))).toThrow('x');
  });

  it('G34: the running greenlet that throws into itself just throws', () => {
    expect(() => main.throw(new RangeError('x'))).toThrow(new RangeError('x'));
    expect(() => main.throw()).toThrow(GreenletExit);
  });

  it.each([3, 'x', null, {}])('G35: %p is refused, and the target untouched', (value) => {
    const log: string[] = [];
    const greenlet = suspended(log);
    expect(() => greenlet.throw(value)).toThrow(TypeError);
    expect(greenlet.active).toBe(true);
    expect(log).toEqual([]);
  });
});
