import childProcess, { execFileSync, execSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, spawn, SwitchError, withTimeout, type Greenlet } from 'greenlets';

/* The references to `child_process` and `fs` in functions that are marked are the cooperative ones. */

let folder = '';
let fifo = '';
let listeners = 0;

beforeEach(() => {
  listeners = process.listenerCount('exit');
  folder = fs.mkdtempSync(join(tmpdir(), 'greenlets-'));
  fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
});

afterEach(async () => {
  jest.restoreAllMocks();
  // What was killed has ended a little before Node hears of it.
  while (process.getActiveResourcesInfo().includes('ProcessWrap')) await new Promise(setImmediate);
  // And what a shell had started is looked after a little longer.
  while (process.listenerCount('exit') > listeners) await new Promise(setImmediate);
  fs.rmSync(folder, { recursive: true });
});

/** Kills a greenlet. */
async function kill(greenlet: Greenlet): Promise<void> {
  await run(() => {
    'use greenlet';
    greenlet.kill();
  });
}

/** What children write to the pipe, until the last one that has it open has ended. */
class Children {
  readonly #chunks = fs.createReadStream(fifo, 'utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;

  async begun(): Promise<string | undefined> {
    return ((await this.#chunks.next()) as IteratorYieldResult<string>).value;
  }

  async ended(): Promise<boolean> {
    return (await this.#chunks.next()).done === true;
  }
}

/** A script that says when it has begun, and keeps the pipe open. */
const saying = (script: string, before = ':'): [string, string[]] => [
  '/bin/sh',
  ['-c', `exec 3>${fifo}; ${before}; echo begun >&3; ${script}`],
];

describe('a synchronous child in marked code', () => {
  it('E107: lets other greenlets run', async () => {
    const reading = run(() => {
      'use greenlet';
      return execFileSync('cat', [fifo], { encoding: 'utf8' });
    });
    await run(() => {
      'use greenlet';
      fs.writeFileSync(fifo, 'from another greenlet');
    });
    expect(await reading).toBe('from another greenlet');
  });

  it('is the original where marked code runs outside greenlets', () => {
    const asynchronous = jest.spyOn(childProcess, 'spawn');
    function echo(): string {
      'use greenlet';
      return execSync('echo hi', { encoding: 'utf8' });
    }
    expect(echo()).toBe('hi\n');
    expect(asynchronous).not.toHaveBeenCalled();
  });

  it('throws an error whose stack begins where it was called', async () => {
    function fail(): unknown {
      'use greenlet';
      return execFileSync('greenlets-missing');
    }
    const error = await run(fail).catch((error: unknown) => error);
    expect((error as Error).stack).toMatch(/^Error: spawnSync greenlets-missing ENOENT\n\s+at \S*fail /);
  });

  it('shows what the child says of errors', async () => {
    const written: unknown[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
    await run(() => {
      'use greenlet';
      return [execSync('echo one >&2'), execSync('echo two >&2', { stdio: 'pipe' })];
    });
    expect(written).toEqual(['one\n']);
  });

  it('throws a SwitchError below unmarked code, before anything has happened', async () => {
    const path = join(folder, 'made');
    const make = (): string => {
      'use greenlet';
      return String(execFileSync('touch', [path]));
    };
    const error = await run(() => {
      'use greenlet';
      return String({ toString: make });
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    expect(String(error)).toContain('child_process.execFileSync() would block');
    expect(fs.existsSync(path)).toBe(false);
  });
});

describe('killing a greenlet that waits for a child', () => {
  const run = (script: string, options: object, before?: string): Greenlet =>
    spawn(() => {
      'use greenlet';
      return spawnSync(...saying(script, before), options);
    });

  const runInShell = (script: string): Greenlet => {
    const [, [, command = '']] = saying(script);
    return spawn(() => {
      'use greenlet';
      return execSync(command);
    });
  };

  it('ends the child', async () => {
    const children = new Children();
    const greenlet = run('exec sleep 100', {});
    expect(await children.begun()).toBe('begun\n');
    await kill(greenlet);
    expect(await children.ended()).toBe(true);
  });

  it('ends it by the signal that it is to be ended by', async () => {
    const children = new Children();
    const greenlet = run('while :; do sleep 0.05; done', { killSignal: 'SIGUSR1' }, `trap 'echo told >&3; exit' USR1`);
    await children.begun();
    await kill(greenlet);
    expect(await children.begun()).toBe('told\n');
    expect(await children.ended()).toBe(true);
  });

  it('ends it by force if it does not listen', async () => {
    const children = new Children();
    const greenlet = run('exec sleep 100', {}, `trap '' TERM`);
    await children.begun();
    await kill(greenlet);
    expect(await children.ended()).toBe(true);
  });

  it('ends the process group of a detached child', async () => {
    const children = new Children();
    const greenlet = run('sleep 100 & wait', { detached: true });
    await children.begun();
    await kill(greenlet);
    expect(await children.ended()).toBe(true);
  });

  it.each(['sleep 100 & sleep 101', '(sleep 100; echo) | cat; sleep 100'])(
    'ends what a shell has started: %s',
    async (script) => {
      const children = new Children();
      const greenlet = runInShell(script);
      await children.begun();
      await kill(greenlet);
      expect(await children.ended()).toBe(true);
    },
  );

  it('ends what a shell has started by force if it does not listen', async () => {
    const children = new Children();
    const greenlet = runInShell(`sh -c "trap '' TERM; sleep 100" & wait`);
    await children.begun();
    await kill(greenlet);
    expect(await children.ended()).toBe(true);
    while (process.listenerCount('exit') > listeners) await new Promise(setImmediate);
  });

  it('ends what a shell is just about to start', async () => {
    for (let round = 0; round < 10; round++) {
      const children = new Children();
      const greenlet = runInShell(
        '(for i in 1 2 3 4 5 6 7 8 9; do sleep 100 & done; wait) & for i in 1 2 3 4 5; do sleep 100 & done; wait',
      );
      await children.begun();
      await kill(greenlet);
      expect(await children.ended()).toBe(true);
    }
  });

  it('ends by force what the deaf have started meanwhile', async () => {
    const children = new Children();
    const greenlet = runInShell(`sh -c "trap '' TERM; while :; do sleep 0.05; done" & wait`);
    await children.begun();
    await kill(greenlet);
    expect(await children.ended()).toBe(true);
  });

  it('leaves nothing behind', async () => {
    const children = new Children();
    const greenlet = run('exec sleep 100', { timeout: 1e6 });
    await children.begun();
    expect(process.listenerCount('exit')).toBe(listeners + 1);
    await kill(greenlet);
    await children.ended();
    while (process.getActiveResourcesInfo().includes('ProcessWrap')) await new Promise(setImmediate);
    expect(process.listenerCount('exit')).toBe(listeners);
  });
});

describe('a child that runs', () => {
  it('E107: is ended by a timeout', async () => {
    const children = new Children();
    const late = run(() => {
      'use greenlet';
      return withTimeout(500, () => execFileSync(...saying('exec sleep 100')), { timeoutValue: 'late' });
    });
    await children.begun();
    expect(await late).toBe('late');
    expect(await children.ended()).toBe(true);
  });

  it('is ended with the program', async () => {
    const before = process.listeners('exit');
    const children = new Children();
    const running = run(() => {
      'use greenlet';
      return spawnSync(...saying('exec sleep 100')).signal;
    });
    await children.begun();
    const [atExit] = process.listeners('exit').filter((listener) => !before.includes(listener));
    atExit?.(0);
    expect(await running).toBe('SIGTERM');
  });
});
