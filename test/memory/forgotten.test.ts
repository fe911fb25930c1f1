import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getCurrent, Greenlet } from 'greenlets/core';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a suspended greenlet that nobody knows any more', () => {
  const log: string[] = [];

  /** In a function of its own, so that nothing on the stack holds the greenlet. */
  function forgotten(): WeakRef<object> {
    const greenlet = new Greenlet<[]>(() => {
      'use greenlet';
      try {
        getCurrent().parent?.switch('suspended');
      } finally {
        log.push('cleaned up');
      }
    });
    expect(greenlet.switch()).toBe('suspended');
    return new WeakRef(greenlet);
  }

  it('G43, G44: is collected, and nothing is raised in it that it could survive', async () => {
    const known = forgotten();
    // A `WeakRef` holds its object until the job is over in which it was made.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
    expect(known.deref()).toBeUndefined();
    expect(log).toEqual([]);
  });
});
