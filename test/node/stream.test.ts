import realStream, { PassThrough, Readable, Transform, Writable } from 'node:stream';
import { isNativeError } from 'node:util/types';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import cooperativeStream, { finished, implemented, pipeline } from '../../runtime/node/stream/index.ts';

class Sink extends Writable {
  readonly chunks: string[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(String(chunk));
    done();
  }
}

const upperCase = (): Transform =>
  new Transform({ transform: (chunk: Buffer, _encoding, done) => done(null, String(chunk).toUpperCase()) });

async function thrownBy(body: () => unknown): Promise<unknown> {
  return await run(body).catch((error: unknown) => error);
}

describe('greenlets/node/stream', () => {
  it('implements two functions, and hands out the module itself', () => {
    expect([...implemented].sort()).toEqual(['finished', 'pipeline']);
    expect(cooperativeStream).toBe(realStream);
  });

  it('pipes until all streams have ended', async () => {
    const sink = new Sink();
    const finishedBefore = await run(() => {
      'use greenlet';
      pipeline(Readable.from(['a', 'b']), upperCase(), sink);
      return sink.writableFinished;
    });
    expect(sink.chunks).toEqual(['A', 'B']);
    expect(finishedBefore).toBe(true);
  });

  it('is what node:stream stands for in marked code', async () => {
    const sink = new Sink();
    await run(() => {
      'use greenlet';
      (realStream as unknown as { pipeline: typeof pipeline }).pipeline(Readable.from(['a']), sink);
    });
    expect(sink.writableFinished).toBe(true);
  });

  it('knows options and what can be iterated', async () => {
    const sink = new Sink();
    await run(() => {
      'use greenlet';
      pipeline(['a', 'b'], sink, { end: false });
    });
    expect(sink.chunks).toEqual(['a', 'b']);
    expect(sink.writableEnded).toBe(false);
  });

  it('pipes through functions, in any place but the last', async () => {
    const sink = new Sink();
    async function* twice(source: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const chunk of source) yield `${chunk}${chunk}`;
    }
    function* source(): Generator<string> {
      yield 'a';
      yield 'b';
    }
    await run(() => {
      'use greenlet';
      pipeline(source, twice, sink, { end: false });
      pipeline(['c'], twice, sink);
    });
    expect(sink.chunks).toEqual(['aa', 'bb', 'cc']);
  });

  it('throws the error of a stream, which destroys the others', async () => {
    const sink = new Sink();
    const broken = new Transform({ transform: (_chunk, _encoding, done) => done(new Error('broken')) });
    const error = await thrownBy(() => {
      'use greenlet';
      return pipeline(Readable.from(['a']), broken, sink);
    });
    expect(error).toEqual(new Error('broken'));
    expect(sink.destroyed).toBe(true);
  });

  it('calls back if it is given a callback', async () => {
    const sink = new Sink();
    const error = await new Promise((resolve) => {
      void run(() => {
        'use greenlet';
        pipeline(Readable.from(['a']), sink, resolve);
      });
    });
    expect(error).toBeUndefined();
    expect(sink.chunks).toEqual(['a']);
  });

  it.each([
    [[]],
    [[new PassThrough()]],
    [[5, new PassThrough()]],
    [[new PassThrough(), new PassThrough(), { signal: 5 }]],
  ])('throws what the promise is rejected with: %#', async (args) => {
    const promised = realStream.promises.pipeline as (...all: unknown[]) => Promise<unknown>;
    const expected = await (async () => await promised(...args))().catch((error: unknown) => error);
    const error = await thrownBy(() => {
      'use greenlet';
      return (pipeline as (...all: unknown[]) => unknown)(...args);
    });
    expect(error).toEqual(expected);
    expect(isNativeError(error)).toBe(true);
  });

  it('destroys the streams when its greenlet is killed', async () => {
    const streams = [new PassThrough(), new PassThrough()] as const;
    await run(() => {
      'use greenlet';
      const piping = spawn(() => pipeline(...streams));
      sleep(0);
      piping.kill();
    });
    await new Promise(setImmediate);
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  it('destroys no stream that the original leaves alone when another one fails', async () => {
    const createStreams = (): [Readable, Transform, Sink] => {
      const source = new Readable({ autoDestroy: false, read: () => undefined });
      source.push('a');
      source.push(null);
      const broken = new Transform({
        transform: (_chunk, _encoding, done) => done(),
        flush: (done) => done(new Error('broken')),
      });
      return [source, broken, new Sink()];
    };
    const original = createStreams();
    await expect(realStream.promises.pipeline(...original)).rejects.toThrow('broken');
    const ours = createStreams();
    const error = await thrownBy(() => {
      'use greenlet';
      return pipeline(...ours);
    });
    expect(error).toEqual(new Error('broken'));
    const destroyed = original.map((each) => each.destroyed);
    expect(destroyed).toEqual([false, true, true]);
    expect(ours.map((each) => each.destroyed)).toEqual(destroyed);
  });

  it('ends with an AbortError when the signal fires', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const error = await thrownBy(() => {
      'use greenlet';
      spawn(() => controller.abort());
      return pipeline(new PassThrough(), new PassThrough(), { signal });
    });
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  it('throws a SwitchError outside greenlets, and pipes nothing', () => {
    const source = new PassThrough();
    const pipe = (): void => {
      'use greenlet';
      pipeline(source, new PassThrough());
    };
    expect(pipe).toThrow(SwitchError);
    expect(pipe).toThrow('stream.pipeline() would block, but no greenlet is running');
    expect(source.listenerCount('data')).toBe(0);
  });
});

describe('finished', () => {
  it('blocks until a stream has ended', async () => {
    const stream = new PassThrough();
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      spawn(() => {
        log.push('ends');
        stream.resume().end();
      });
      finished(stream);
      log.push('ended');
      return log;
    });
    expect(log).toEqual(['ends', 'ended']);
  });

  it('throws the error of the stream', async () => {
    const stream = new PassThrough();
    const error = await thrownBy(() => {
      'use greenlet';
      spawn(() => stream.destroy(new Error('broken')));
      finished(stream);
    });
    expect(error).toEqual(new Error('broken'));
  });

  it('throws what the promise is rejected with', async () => {
    const promised = realStream.promises.finished as (...all: unknown[]) => Promise<unknown>;
    const expected = await (async () => await promised(5))().catch((error: unknown) => error);
    const error = await thrownBy(() => {
      'use greenlet';
      return (finished as (...all: unknown[]) => unknown)(5);
    });
    expect(error).toEqual(expected);
  });

  it('leaves the stream alone when its greenlet is killed', async () => {
    const stream = new PassThrough();
    const before = stream.eventNames().length;
    await run(() => {
      'use greenlet';
      const waiting = spawn(() => finished(stream));
      sleep(0);
      waiting.kill();
    });
    expect(stream.destroyed).toBe(false);
    expect(stream.eventNames()).toHaveLength(before);
  });
});
