import { run, sleep, SwitchError } from 'greenlets';

async function* letters(text: string, log: string[]): AsyncGenerator<string> {
  try {
    for (const letter of text) yield await Promise.resolve(letter);
  } finally {
    await Promise.resolve();
    log.push('closed');
  }
}

/** What marked code may iterate without `await`. */
function plainly<T>(iterable: AsyncIterable<T>): Iterable<T> {
  return iterable as unknown as Iterable<T>;
}

function join(text: string, log: string[]): string {
  'use greenlet';
  let joined = '';
  for (const letter of plainly(letters(text, log))) {
    sleep(0);
    if (letter === '.') break;
    joined += letter;
  }
  return joined;
}

describe('Async iterables in marked code', () => {
  it('are iterated by a plain loop, which waits for each value', async () => {
    expect(await run(join, 'abc', [])).toBe('abc');
  });

  it('are closed when the loop is left, before it goes on', async () => {
    const log: string[] = [];
    expect(await run(join, 'ab.c', log)).toBe('ab');
    expect(log).toEqual(['closed']);
  });

  it('can be spread and taken apart', async () => {
    const result = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const [first, ...rest] = plainly(letters('abc', log));
      return [first, rest, ...plainly(letters('de', log)), ...log];
    });
    expect(result).toEqual(['a', ['b', 'c'], 'd', 'e', 'closed', 'closed']);
  });

  it('raise their errors in the loop', async () => {
    await expect(
      run(() => {
        'use greenlet';
        const failing = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new RangeError('no more')) }) };
        return [...plainly(failing as AsyncIterable<unknown>)];
      }),
    ).rejects.toThrow(new RangeError('no more'));
  });

  it('cannot be waited for outside greenlets', () => {
    expect(() => join('abc', [])).toThrow(SwitchError);
  });
});
