import { PassThrough, Readable } from 'node:stream';
import { run, sleep, spawn, SwitchError, Timeout } from 'greenlets';
import {
  ConcurrentUseError,
  IncompleteReadError,
  reader,
  TooLongError,
  type Reader,
} from '../../../runtime/node/net/index.ts';

/** A reader of these pieces, which come one after the other. */
function readerOf(...pieces: string[]): Reader {
  return reader(
    Readable.from(
      pieces.map((piece) => Buffer.from(piece)),
      { objectMode: false },
    ),
  );
}

async function thrownBy(body: () => unknown): Promise<unknown> {
  return await run(body).catch((error: unknown) => error);
}

const webStream = (...pieces: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });

describe('A reader', () => {
  it.each([
    ['of a stream of Node', () => readerOf('first\r\nsec', 'ond\n', 'rest')],
    ['of a stream of the web', () => reader(webStream('first\r\nsec', 'ond\n', 'rest'))],
    ['of text', () => reader(Readable.from(['first\r\nsec', 'ond\n', 'rest']))],
  ])('%s reads line by line', async (_title, create) => {
    const lines = await run(() => {
      'use greenlet';
      const source = create();
      return [source.readLine(), source.readLine(), source.readLine(), source.readLine(), source.readLine()];
    });
    expect(lines).toEqual(['first', 'second', 'rest', null, null]);
  });

  it.each<[BufferEncoding, string[]]>([
    ['hex', ['6162', '6364', '']],
    ['base64', ['YWI=', 'Y2Q=', '']],
    ['latin1', ['ab', 'cd', '']],
  ])('reads lines as %s, without their ends', async (encoding, expected) => {
    const lines = await run(() => {
      'use greenlet';
      const source = readerOf('ab\r\ncd\n\r\n');
      return [source.readLine({ encoding }), source.readLine({ encoding }), source.readLine({ encoding })];
    });
    expect(lines).toEqual(expected);
  });

  it.each(['ucs2', 'utf16le', 'UTF-16LE', 'klingon'])(
    'refuses lines in %s before it takes anything',
    async (encoding) => {
      const outcomes = await run(() => {
        'use greenlet';
        const source = readerOf('ab\n');
        try {
          return source.readLine({ encoding: encoding as BufferEncoding });
        } catch (error) {
          return [String(error), source.readLine()];
        }
      });
      expect(outcomes).toEqual([
        `TypeError: expected an encoding in which a line feed is one byte, got \`"${encoding}"\` (string)`,
        'ab',
      ]);
    },
  );

  it.each([
    ['Node', () => Readable.from([Buffer.from('a\nb\nc')], { objectMode: false })],
    ['the web', () => webStream('a\nb\nc')],
  ])('is the only one of a stream of %s', async (_name, create) => {
    const lines = await run(() => {
      'use greenlet';
      const stream = create();
      return [reader(stream).readLine(), reader(stream).readLine(), reader(stream).readLine()];
    });
    expect(lines).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['Node', () => Readable.from([{ a: 1 }])],
    ['the web', () => new ReadableStream({ start: (controller) => controller.enqueue({ a: 1 }) })],
  ])('refuses the objects of a stream of %s', async (_name, create) => {
    const error = await thrownBy(() => {
      'use greenlet';
      return reader(create()).read();
    });
    expect(error).toEqual(
      new TypeError('expected a string or a Uint8Array as a chunk, got an instance of `Object` (object)'),
    );
  });

  it.each([
    ['Node', () => Readable.from([Buffer.from('a\nb\nc')], { objectMode: false })],
    ['the web', () => webStream('a\nb\nc', 'd')],
  ])('that is closed gives away nothing that has come before, of a stream of %s', async (_name, create) => {
    const outcomes = await run(() => {
      'use greenlet';
      const source = reader(create());
      const line = source.readLine();
      source.close();
      return [line, source.buffered, source.readLine(), source.read()];
    });
    expect(outcomes).toEqual(['a', 0, null, null]);
  });

  it('reads what has come', async () => {
    const chunks = await run(() => {
      'use greenlet';
      const source = readerOf('abc', 'de');
      return [source.read(2), source.read(), source.read(100), source.read(), source.read()].map(String);
    });
    expect(chunks.join(' ')).toMatch(/^ab c(de)? (de |null )?null/);
  });

  it('reads as much as is asked for', async () => {
    const chunks = await run(() => {
      'use greenlet';
      const source = readerOf('ab', 'cd', 'ef', 'g');
      return [source.readExactly(3), source.readExactly(0), source.readExactly(3), source.read()].map(String);
    });
    expect(chunks).toEqual(['abc', '', 'def', 'g']);
  });

  it('reads up to a separator', async () => {
    const chunks = await run(() => {
      'use greenlet';
      const source = readerOf('GET /\r', '\n\r\nbo', 'dy');
      return [source.readUntil('\r\n\r\n'), source.readExactly(4)].map(String);
    });
    expect(chunks).toEqual(['GET /\r\n\r\n', 'body']);
  });

  it('is iterated', async () => {
    const text = await run(() => {
      'use greenlet';
      let text = '';
      for (const chunk of readerOf('ab', 'cd')) text += String(chunk);
      return text;
    });
    expect(text).toBe('abcd');
  });

  it('closes the stream when a loop over it is left', async () => {
    const stream = new PassThrough();
    await run(() => {
      'use greenlet';
      stream.write('a');
      for (const chunk of reader(stream)) if (chunk.length > 0) break;
    });
    expect(stream.destroyed).toBe(true);
  });

  it('does not read on its own', async () => {
    let made = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000, ++made);
      })(),
      { objectMode: false },
    );
    const length = await run(() => {
      'use greenlet';
      return reader(endless).readExactly(5000).length;
    });
    expect(length).toBe(5000);
    expect(made).toBeLessThan(200);
  });

  it('says what there was if the data ends too early, and keeps it', async () => {
    const source = readerOf('abc');
    const error = await thrownBy(() => {
      'use greenlet';
      return source.readExactly(5);
    });
    expect(error).toBeInstanceOf(IncompleteReadError);
    expect(error).toMatchObject({ code: 'ERR_INCOMPLETE_READ', partial: Buffer.from('abc') });
    expect((error as Error).message).toBe('the data ended after 3 bytes, but 5 bytes were expected');
    const rest = await run(() => {
      'use greenlet';
      return String(source.read());
    });
    expect(rest).toBe('abc');
  });

  it('refuses lines that do not end', async () => {
    const error = await thrownBy(() => {
      'use greenlet';
      return readerOf('a'.repeat(20)).readLine({ maxLength: 10 });
    });
    expect(error).toBeInstanceOf(TooLongError);
    expect((error as Error).message).toBe('there is no end within 10 bytes');
    const separator = await thrownBy(() => {
      'use greenlet';
      return readerOf('abc').readUntil('x');
    });
    expect(separator).toBeInstanceOf(IncompleteReadError);
  });

  it('throws the error of the stream after what came before', async () => {
    const stream = new PassThrough();
    const outcome = await run(() => {
      'use greenlet';
      const source = reader(stream);
      spawn(() => void stream.destroy(new Error('broken')));
      try {
        return source.read();
      } catch (error) {
        return error;
      }
    });
    expect(outcome).toEqual(new Error('broken'));
  });

  it.each([
    ['while somebody reads', (stream: Readable) => void spawn(() => void stream.destroy())],
    ['before', (stream: Readable) => void stream.destroy()],
  ])('throws an error when a stream is destroyed before its end, %s', async (_title, destroy) => {
    const outcome = await thrownBy(() => {
      'use greenlet';
      const stream = new PassThrough();
      destroy(stream);
      reader(stream).read();
    });
    expect(outcome).toMatchObject({ message: 'Premature close', code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('has come to the end of a stream that is destroyed after its end', async () => {
    const data = await run(() => {
      'use greenlet';
      const stream = Readable.from(['a'], { objectMode: false });
      const source = reader(stream);
      const all = [String(source.read()), source.read()];
      stream.destroy();
      sleep(1);
      return [...all, source.read(), reader(stream).read()];
    });
    expect(data).toEqual(['a', null, null, null]);
  });

  it('throws a Timeout, and has taken nothing', async () => {
    const stream = new PassThrough();
    const texts = await run(() => {
      'use greenlet';
      const source = reader(stream);
      stream.write('ab');
      const texts: string[] = [];
      try {
        source.readExactly(3, 1);
      } catch (error) {
        if (error instanceof Timeout) texts.push('late');
      }
      stream.write('c');
      texts.push(String(source.readExactly(3)));
      return texts;
    });
    expect(texts).toEqual(['late', 'abc']);
  });

  it('has taken nothing when its greenlet is killed', async () => {
    const stream = new PassThrough();
    const text = await run(() => {
      'use greenlet';
      const source = reader(stream);
      const first = spawn(() => source.readLine());
      sleep(0);
      stream.write('ab');
      first.kill();
      stream.write('c\n');
      return source.readLine();
    });
    expect(text).toBe('abc');
  });

  it('lets one greenlet read at a time', async () => {
    const stream = new PassThrough();
    const error = await thrownBy(() => {
      'use greenlet';
      const source = reader(stream);
      const first = spawn(() => source.readLine());
      sleep(0);
      try {
        source.read();
      } finally {
        first.kill();
      }
    });
    expect(error).toBeInstanceOf(ConcurrentUseError);
    expect((error as Error).message).toMatch(
      /^reader\.read\(\) was called in \S+ while another greenlet, \S+, is reading$/,
    );
  });

  it('throws a SwitchError outside greenlets', () => {
    const source = readerOf('abc');
    const read = (): unknown => {
      'use greenlet';
      return source.read();
    };
    expect(read).toThrow(SwitchError);
    expect(read).toThrow('reader.read() would block, but no greenlet is running');
  });

  it.each(['data', 'readable'])('refuses a stream that has a listener for %s', (event) => {
    const stream = Readable.from(['abc']).on(event, () => undefined);
    expect(() => reader(stream)).toThrow(
      new TypeError(`something else reads the stream: it has a listener for "${event}"`),
    );
    stream.removeAllListeners(event);
    expect(reader(stream)).toBe(reader(stream));
  });

  it('refuses bad arguments', async () => {
    expect(() => reader(5 as never)).toThrow('expected a stream of Node or of the web, got `5` (number)');
    const messages = await run(() => {
      'use greenlet';
      const source = readerOf('abc');
      return [() => source.read(-1), () => source.readExactly(1.5), () => source.readUntil('')].map((call) => {
        try {
          return call();
        } catch (error) {
          return (error as Error).message;
        }
      });
    });
    expect(messages).toEqual([
      'expected a whole number of bytes, got `-1` (number)',
      'expected a whole number of bytes, got `1.5` (number)',
      'expected a separator that is not empty, got `""` (string)',
    ]);
  });
});
