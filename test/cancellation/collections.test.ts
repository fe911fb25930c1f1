import { kill, run, sleep, spawn } from 'greenlets';

function set(values: Iterable<unknown>): unknown {
  'use greenlet';
  return new Set(values);
}

function promises(values: Iterable<unknown>): unknown {
  'use greenlet';
  return Promise.all(values);
}

describe('a greenlet that waits for what a collection is made of', () => {
  it.each([
    ['a set', set],
    ['promises', promises],
  ])('ends when it is killed, and closes the iterator (%s)', async (_, make) => {
    'use greenlet';
    const lines: string[] = [];
    function* values(): Generator<number> {
      try {
        yield 1;
        sleep(1000);
      } finally {
        lines.push('closed');
      }
    }
    await run(() => {
      const greenlet = spawn(() => {
        try {
          make(values());
        } catch {
          lines.push('swallowed');
        }
        lines.push('goes on');
      });
      sleep(0);
      kill(greenlet);
    });
    expect(lines).toEqual(['closed']);
  });
});
