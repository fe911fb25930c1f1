import fs, { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, spawn, SwitchError, type Greenlet } from 'greenlets';
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
function holdBack(name: 'open' | 'readFile' | 'opendir'): Callback[] {
  const callbacks: Callback[] = [];
  jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
    callbacks.push(args.at(-1) as Callback);
  });
  return callbacks;
}

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
      return readFileSync(join(folder, 'missing'), 'utf8');
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
