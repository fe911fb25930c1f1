import { build } from 'esbuild';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

const root = join(__dirname, '..');

const programs = {
  'run and sleep': `
    import { run, sleep } from 'greenlets';
    await run(() => {
      'use greenlet';
      sleep(1);
      console.log('done');
    });
  `,
  'run, sleep, spawn, a queue and a pool': `
    import { Pool, Queue, run, sleep, spawn } from 'greenlets';
    await run(() => {
      'use greenlet';
      const queue = new Queue();
      spawn(() => {
        'use greenlet';
        sleep(1);
        queue.put('do');
      });
      const end = new Pool(2).spawn(() => {
        'use greenlet';
        sleep(1);
        return 'ne';
      });
      console.log(queue.get() + end.get());
    });
  `,
  'cooperative methods of arrays, and those of iterables': `
    import { run, sleep } from 'greenlets';
    await run(() => {
      'use greenlet';
      const letters = ['d', 'o', 'n', 'e'].map((letter) => (sleep(1), letter));
      console.log([...letters].join(''));
    });
  `,
};

/** The kilobytes, minified and gzipped, that a program may take. */
const limits: Record<keyof typeof programs, number> = {
  'run and sleep': 23.5,
  'run, sleep, spawn, a queue and a pool': 38,
  'cooperative methods of arrays, and those of iterables': 44,
};

/** Compiles a program with the published command and bundles it, with the published package, for browsers. */
async function bundle(folder: string, code: string): Promise<Uint8Array> {
  const source = join(folder, 'program.mjs');
  const compiled = join(folder, 'compiled.mjs');
  writeFileSync(source, code);
  const text = execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), 'compile', source], { encoding: 'utf8' });
  writeFileSync(compiled, text);
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: root, sourcefile: compiled },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    // Whose paths lead to the sources.
    tsconfigRaw: {},
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

describe('a bundle for browsers', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(programs) as (keyof typeof programs)[])(
    'has no more of the runtime than a program uses: %s',
    async (name) => {
      const contents = await bundle(folder, programs[name]);
      expect(gzipSync(contents).length / 1000).toBeLessThan(limits[name]);

      const file = join(folder, 'bundle.mjs');
      writeFileSync(file, contents);
      expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe('done\n');
    },
  );
});
