import fs, { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOpenFileLimit, run, setOpenFileLimit, sleep, spawn, SwitchError, type Greenlet } from 'greenlets';
import { Greenlet as RawGreenlet } from 'greenlets/core';
import { createFolder } from './support/fs-observe.ts';

/* The references to `fs` in functions that are marked are the cooperative ones; elsewhere they are the originals. */

type Callback = (error: Error | null, result?: unknown) => void;

let folder = '';
let file = '';

beforeEach(() => {
  folder = createFolder();
  file = join(folder, 'file.txt');
});

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

/** Replaces `fs[name]` until the end of the test; its callback can be called by hand. */
function holdBack(name: HeldBack): Callback[] {
  const callbacks: Callback[] = [];
  jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
    callbacks.push(args.at(-1) as Callback);
  });
  return callbacks;
}

type HeldBack = 'open' | 'readFile' | 'writeFile' | 'opendir' | 'mkdtemp';

/** Kills a greenlet once it waits. */
async function kill(greenlet: Greenlet): Promise<void> {
  await run(() => {
    'use greenlet';
    greenlet.kill();
  });
}

describe('a synchronous file operation in marked code', () => {
  it('lets other greenlets run', async () => {
    const log: string[] = [];
    function read(name: string): void {
      'use greenlet';
      log.push(`${name} begins`);
      log.push(`${name} has read ${readFileSync(file, 'utf8')}`);
    }
    await Promise.all([run(read, 'a'), run(read, 'b')]);
    expect(log.slice(0, 2)).toEqual(['a begins', 'b begins']);
    expect(log.slice(2).sort()).toEqual(['a has read some text', 'b has read some text']);
  });

  it('is the original where marked code runs outside greenlets', () => {
    const asynchronous = jest.spyOn(fs, 'readFile');
    function read(): string {
      'use greenlet';
      return fs.readFileSync(file, 'utf8');
    }
    expect(read()).toBe('some text');
    expect(asynchronous).not.toHaveBeenCalled();
  });

  it('is the original in an unmarked function of the same file', async () => {
    const asynchronous = jest.spyOn(fs, 'readFile');
    function readPlainly(): string {
      return fs.readFileSync(file, 'utf8');
    }
    const text = await run(() => {
      'use greenlet';
      return readPlainly();
    });
    expect(text).toBe('some text');
    expect(asynchronous).not.toHaveBeenCalled();
  });

  it('has realpathSync.native', async () => {
    const native = jest.spyOn(fs.realpath, 'native');
    const path = await run(() => {
      'use greenlet';
      return fs.realpathSync.native(join(folder, 'link'));
    });
    expect(path).toBe(file);
    expect(native).toHaveBeenCalledTimes(1);
  });

  it('opens folders that are read and closed without blocking the others', async () => {
    const names = await run(() => {
      'use greenlet';
      const log: (string | undefined)[] = [];
      const dir = fs.opendirSync(join(folder, 'tree/a/deep'));
      spawn(() => log.push('other'));
      log.push(dir.readSync()?.name, dir.readSync()?.name);
      dir.closeSync();
      return log;
    });
    expect(names).toEqual(['other', 'two.txt', undefined]);
  });

  it('opens folders that unmarked code reads synchronously', async () => {
    function firstName(dir: fs.Dir): string | undefined {
      const name = dir.readSync()?.name;
      dir.closeSync();
      return name;
    }
    const name = await run(() => {
      'use greenlet';
      return firstName(fs.opendirSync(join(folder, 'tree/a/deep')));
    });
    expect(name).toBe('two.txt');
  });

  it('throws an error whose stack begins where it was called', async () => {
    function readMissing(): string {
      'use greenlet';
      const text = readFileSync(join(folder, 'missing'), 'utf8');
      return text;
    }
    const error = await run(readMissing).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({ code: 'ENOENT', syscall: 'open', path: join(folder, 'missing') });
    expect((error as Error).stack).toMatch(
      /^Error: ENOENT: no such file or directory, open '.*'\n\s+at \S*readMissing /,
    );
  });
});

describe('a synchronous file operation below unmarked code', () => {
  it('throws a SwitchError that names it, before anything has happened', async () => {
    const path = join(folder, 'new');
    function writeBack(): string {
      'use greenlet';
      fs.writeFileSync(path, 'x');
      return 'written';
    }
    const error = await run(() => {
      'use greenlet';
      return String({ toString: writeBack });
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    expect(String(error)).toContain('fs.writeFileSync() would block');
    expect(fs.existsSync(path)).toBe(false);
  });
});

describe('killing a greenlet that waits for a file operation', () => {
  it('closes a file that is opened in spite of that', async () => {
    const opened = holdBack('open');
    const closed = new Promise<number>((resolve) => {
      jest.spyOn(fs, 'close').mockImplementation(resolve);
    });
    const greenlet = spawn(() => {
      'use greenlet';
      return fs.openSync(file, 'r');
    });
    await kill(greenlet);
    expect(opened).toHaveLength(1);
    opened[0]?.(null, 4711);
    expect(await closed).toBe(4711);
  });

  it('closes a folder that is opened in spite of that', async () => {
    const opened = holdBack('opendir');
    const greenlet = spawn(() => {
      'use greenlet';
      return fs.opendirSync(folder);
    });
    await kill(greenlet);
    expect(opened).toHaveLength(1);
    await new Promise<void>((resolve) => {
      const close = async (): Promise<void> => resolve();
      opened[0]?.(null, { close });
    });
  });

  it('runs its cleanup at once, not when the operation ends', async () => {
    const reading = holdBack('readFile');
    const log: string[] = [];
    const greenlet = spawn(() => {
      'use greenlet';
      try {
        readFileSync(file);
      } finally {
        log.push('cleaned up');
      }
    });
    await kill(greenlet);
    expect(log).toEqual(['cleaned up']);
    reading[0]?.(null, 'too late');
  });
});

describe('a killed file operation', () => {
  it('stops copying a folder after the file that is being copied', async () => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    fs.mkdirSync(from);
    const count = 100;
    for (let i = 0; i < count; i++) fs.writeFileSync(join(from, String(i)), 'text');
    let seen = 0;
    const filter = (): boolean => {
      if (++seen === 3) kill(victim).catch(() => undefined);
      return true;
    };
    const victim = spawn(() => {
      'use greenlet';
      fs.cpSync(from, to, { recursive: true, filter });
    });
    await run(() => {
      'use greenlet';
      victim.join();
      sleep(50);
    });
    expect(fs.readdirSync(to).length).toBeLessThan(count / 2);
    expect(seen).toBeLessThan(count / 2);
  });

  it('stops a read: the file is closed soon', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    jest.spyOn(fs, 'readFile').mockImplementation(((
      _path: unknown,
      { signal }: { signal?: AbortSignal },
      end: Callback,
    ) => {
      signals.push(signal);
      signal?.addEventListener('abort', () => end(new Error('aborted')));
    }) as never);
    const reads = [undefined, 'utf8', { encoding: 'utf8' }] as const;
    for (const options of reads) {
      await kill(
        spawn(() => {
          'use greenlet';
          return fs.readFileSync(file, options);
        }),
      );
    }
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  });

  it('leaves a signal among the options alone, as the original does', async () => {
    const text = await run(() => {
      'use greenlet';
      return fs.readFileSync(file, { encoding: 'utf8', signal: AbortSignal.abort() } as never);
    });
    expect(text).toBe('some text');
  });

  it('removes a folder that nobody knows of', async () => {
    const made = holdBack('mkdtemp');
    const greenlet = spawn(() => {
      'use greenlet';
      return fs.mkdtempSync(join(folder, 'temp-'));
    });
    await kill(greenlet);
    const removed = new Promise<string>((resolve) => {
      jest.spyOn(fs, 'rmdir').mockImplementation(((path: string) => resolve(path)) as never);
    });
    made[0]?.(null, 'temp-1');
    expect(await removed).toBe('temp-1');
  });

  it('closes a file that is opened after somebody else has continued the greenlet', async () => {
    const opened = holdBack('open');
    const closed: unknown[] = [];
    jest.spyOn(fs, 'close').mockImplementation((fd) => void closed.push(fd));
    const greenlet = spawn(() => {
      'use greenlet';
      try {
        return fs.openSync(file, 'r');
      } catch (error) {
        return String(error);
      }
    });
    await run(() => {
      'use greenlet';
      sleep(0);
      spawn(() => void RawGreenlet.prototype.throw.call(greenlet, new Error('raw')));
    });
    expect(await greenlet).toBe('Error: raw');
    opened[0]?.(null, 4711);
    await new Promise(setImmediate);
    expect(closed).toEqual([4711]);
  });
});

describe('reading standard input', () => {
  type Read = [fd: number, buffer: Uint8Array, offset: number, length: number, position: unknown, end: Callback];

  /** The reads of standard input, which are answered by hand. */
  function holdBackInput(): { reads: Read[]; answer: (text: string) => Promise<void> } {
    const reads: Read[] = [];
    jest.spyOn(fs, 'read').mockImplementation(((...args: Read) => void reads.push(args)) as never);
    let answered = 0;
    const answer = async (text: string): Promise<void> => {
      // The hub may give the loop a turn before the greenlet asks for more.
      while (reads.length === answered) await new Promise(setImmediate);
      const [, buffer, , , , end] = reads[answered++] as Read;
      Buffer.from(buffer.buffer, buffer.byteOffset).write(text);
      end(null, text.length);
      await new Promise(setImmediate);
    };
    return { reads, answer };
  }

  function readSome(length: number): string {
    'use greenlet';
    const buffer = Buffer.alloc(20);
    return buffer.subarray(0, fs.readSync(0, buffer, 0, length, null)).toString();
  }

  it('is done by one greenlet at a time', async () => {
    const { reads, answer } = holdBackInput();
    const greenlets = [spawn(readSome, 10), spawn(readSome, 10)];
    await new Promise(setImmediate);
    expect(reads).toHaveLength(1);
    await answer('first');
    await answer('second');
    expect(await Promise.all(greenlets)).toEqual(['first', 'second']);
  });

  it('loses nothing that comes for a greenlet which has been killed', async () => {
    const { reads, answer } = holdBackInput();
    const killed = spawn(readSome, 10);
    await new Promise(setImmediate);
    await kill(killed);
    const next = [spawn(readSome, 3), spawn(readSome, 10)];
    await new Promise(setImmediate);
    await answer('abcdef');
    expect(await Promise.all(next)).toEqual(['abc', 'def']);
    expect(reads).toHaveLength(1);
  });

  it('knows the forms of readSync, and fills only what is asked for', async () => {
    const { answer } = holdBackInput();
    const reading = run(() => {
      'use greenlet';
      const buffer = Buffer.alloc(6, '-');
      const counts = [fs.readSync(0, buffer, { offset: 2, length: 3 }), fs.readSync(0, buffer.subarray(5))];
      return [...counts, String(buffer)];
    });
    await new Promise(setImmediate);
    await answer('ab');
    await answer('c');
    expect(await reading).toEqual([2, 1, '--ab-c']);
  });

  it.each([
    [[0, Buffer.alloc(2), 5]],
    [[0, Buffer.alloc(2), 0, 3, null]],
    [[0, Buffer.alloc(2), 'x', 1, null]],
    [[0, 'x']],
  ])('refuses what the original refuses: %j', async (args) => {
    const call = fs.readSync as (...args: unknown[]) => unknown;
    let expected: unknown;
    try {
      call(...args);
    } catch (error) {
      expected = error;
    }
    const error = await run(() => {
      'use greenlet';
      return (fs.readSync as (...args: unknown[]) => unknown)(...args);
    }).catch((error: unknown) => error);
    expect(expected).toMatchObject({ code: expect.stringMatching(/^ERR_/) as string });
    expect(error).toEqual(expected);
  });
});

describe('operations that open files', () => {
  const limit = getOpenFileLimit();
  afterEach(() => setOpenFileLimit(limit));

  function read(name: string): unknown {
    'use greenlet';
    return fs.readFileSync(join(folder, name), 'utf8');
  }

  async function spawnReads(count: number): Promise<Greenlet[]> {
    const greenlets = Array.from({ length: count }, (_, index) => spawn(read, String(index)));
    await new Promise(setImmediate);
    return greenlets;
  }

  it('are as many at once as the limit says; the others begin in the order of the calls', async () => {
    setOpenFileLimit(2);
    const reading = holdBack('readFile');
    const greenlets = await spawnReads(5);
    const order = (): number => reading.length;
    const seen = [order()];
    for (let index = 0; index < 5; index++) {
      reading[index]?.(null, `text ${String(index)}`);
      await new Promise(setImmediate);
      seen.push(order());
    }
    expect(seen).toEqual([2, 3, 4, 5, 5, 5]);
    expect(await Promise.all(greenlets)).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
  });

  it('that are killed leave the queue, and do not begin', async () => {
    setOpenFileLimit(1);
    const reading = holdBack('readFile');
    const greenlets = await spawnReads(3);
    await kill(greenlets[1] as Greenlet);
    reading[0]?.(null, 'first');
    await new Promise(setImmediate);
    expect(reading).toHaveLength(2);
    reading[1]?.(null, 'third');
    expect(await Promise.all([greenlets[0], greenlets[2]])).toEqual(['first', 'third']);
  });

  it('keep their turn until they are over, though their greenlet is killed', async () => {
    setOpenFileLimit(1);
    const reading = holdBack('readFile');
    const greenlets = await spawnReads(2);
    await kill(greenlets[0] as Greenlet);
    expect(reading).toHaveLength(1);
    reading[0]?.(new Error('aborted'));
    await new Promise(setImmediate);
    expect(reading).toHaveLength(2);
    reading[1]?.(null, 'second');
    expect(await greenlets[1]).toBe('second');
  });

  it('that fail make room for the next', async () => {
    setOpenFileLimit(1);
    const outcomes = await Promise.allSettled((await spawnReads(20)).map((greenlet) => Promise.resolve(greenlet)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
    expect(await run(read, 'file.txt')).toBe('some text');
  });

  it('need not wait if they are given a descriptor', async () => {
    setOpenFileLimit(1);
    const fd = fs.openSync(file, 'r');
    const writing = holdBack('writeFile');
    const greenlet = spawn(() => {
      'use greenlet';
      fs.writeFileSync(join(folder, 'other'), 'x');
    });
    const text = await run(() => {
      'use greenlet';
      return fs.readFileSync(fd, 'utf8');
    });
    fs.closeSync(fd);
    expect(text).toBe('some text');
    writing[0]?.(null);
    await greenlet;
  });
});
