import { getCurrent, Greenlet, GreenletExit } from 'greenlets/core';

describe('parents and death', () => {
  const main = getCurrent();

  it('G16: an error is raised where the parent is suspended, and goes on if it is not caught there', () => {
    const parent = new Greenlet(() => {
      'use greenlet';
      new Greenlet(() => {
        throw new RangeError('from the child');
      }).switch();
    });
    expect(() => parent.switch()).toThrow(new RangeError('from the child'));
    expect(parent.dead).toBe(true);
  });

  it('G16: a parent can catch it', () => {
    const parent = new Greenlet(() => {
      'use greenlet';
      try {
        new Greenlet(() => {
          throw new RangeError('from the child');
        }).switch();
      } catch (error) {
        return `caught ${String(error)}`;
      }
      return 'not reached';
    });
    expect(parent.switch()).toBe('caught RangeError: from the child');
  });

  it('G17: a GreenletExit reaches the parent as a value, a subclass too', () => {
    class Quiet extends GreenletExit {}
    const exit = new Quiet();
    const greenlet = new Greenlet(() => {
      throw exit;
    });
    expect(greenlet.switch()).toBe(exit);
    expect(greenlet.dead).toBe(true);
  });

  it('a result starts a parent that has not been started', () => {
    const parent = new Greenlet((value: unknown) => `parent got ${String(value)}`);
    const child = new Greenlet(() => 'value', parent);
    expect(child.switch()).toBe('parent got value');
    expect(parent.dead).toBe(true);
  });

  it('G19: an error lets a parent that has not been started die unrun, and goes on', () => {
    const run = jest.fn();
    const parent = new Greenlet(run);
    const child = new Greenlet(() => {
      throw new Error('x');
    }, parent);
    expect(() => child.switch()).toThrow('x');
    expect(run).not.toHaveBeenCalled();
    expect(parent.dead).toBe(true);
  });

  it('G20: with a dead parent the result goes to the next living ancestor', () => {
    const parent = new Greenlet(() => 0);
    const child = new Greenlet(() => 'result', parent);
    parent.switch();
    expect(child.switch()).toBe('result');
  });

  it('G22: the parents must not form a circle', () => {
    const a = new Greenlet(() => 0);
    const b = new Greenlet(() => 0, a);
    const setParent = (greenlet: Greenlet, parent: Greenlet): void => {
      greenlet.parent = parent;
    };
    expect(() => setParent(a, b)).toThrow(new RangeError('cyclic parent chain'));
    expect(() => setParent(a, a)).toThrow(new RangeError('cyclic parent chain'));
    expect(a.parent).toBe(main);
  });

  it.each([null, undefined, 3, {}])('G23: %p cannot be a parent', (value) => {
    const greenlet = new Greenlet(() => 0);
    expect(() => {
      greenlet.parent = value as never;
    }).toThrow(TypeError);
    expect(greenlet.parent).toBe(main);
  });

  it('G23: a parent that is not a greenlet is refused by the constructor; null means the current one', () => {
    expect(() => new Greenlet(() => 0, {} as never)).toThrow('expected a greenlet as the parent');
    expect(new Greenlet(() => 0, null).parent).toBe(main);
  });

  it('the main greenlet has no parent, and cannot be given one', () => {
    expect(main.isMain).toBe(true);
    expect(() => {
      main.parent = new Greenlet(() => 0);
    }).toThrow('cannot set the parent of the main greenlet');
  });
});
