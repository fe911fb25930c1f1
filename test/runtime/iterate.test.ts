import { iterate, kill, run, sleep, spawn } from 'greenlets';
import { Readable } from 'node:stream';

const closed: string[] = [];

async function* words(): AsyncGenerator<string> {
  try {
    yield 'one';
    await Promise.resolve();
    yield 'two';
  } finally {
    closed.push('words');
  }
}

beforeEach(() => closed.splice(0));

describe('iterate', () => {
  it('lets marked code loop over what is asynchronously iterable, with its type', async () => {
    const lengths = await run(() => {
      'use greenlet';
      const found: number[] = [];
      for (const word of iterate(words())) found.push(word.length);
      return found;
    });
    expect(lengths).toEqual([3, 3]);
    expect(closed).toEqual(['words']);
  });

  it('lets it spread that, and take it apart', async () => {
    const found = await run(() => {
      'use greenlet';
      const [first] = iterate(words());
      return [first, ...iterate(words())];
    });
    expect(found).toEqual(['one', 'one', 'two']);
  });

  it('closes the iterator when the loop is left', async () => {
    await run(() => {
      'use greenlet';
      for (const word of iterate(words())) if (word === 'one') break;
    });
    expect(closed).toEqual(['words']);
  });

  it('takes streams, and what is iterable anyway', async () => {
    const found = await run(() => {
      'use greenlet';
      const chunks: string[] = [];
      for (const chunk of iterate<string>(Readable.from(['a', 'b']))) chunks.push(chunk);
      for (const item of iterate(['c'])) chunks.push(item);
      return chunks;
    });
    expect(found).toEqual(['a', 'b', 'c']);
  });

  it('ends a loop that waits when its greenlet is killed', async () => {
    const iterator = {
      next: () => new Promise<IteratorResult<number>>(() => undefined),
      return: () => {
        closed.push('endless');
        return Promise.resolve({ done: true as const, value: undefined });
      },
    };
    const endless = { [Symbol.asyncIterator]: () => iterator };
    const ended = await run(() => {
      'use greenlet';
      const loop = spawn(() => {
        'use greenlet';
        for (const item of iterate(endless)) throw new Error(String(item));
      });
      sleep(0);
      kill(loop);
      loop.join();
      return loop.successful();
    });
    expect(ended).toBe(true);
    expect(closed).toEqual(['endless']);
  });

  it.each([undefined, 5, {}])('refuses %p', (value) => {
    expect(() => iterate(value as never)).toThrow('expected something iterable, asynchronously or not, got');
  });
});
