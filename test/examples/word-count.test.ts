import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE, runExample } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

describe('examples/word-count.ts', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'texts-'));
    mkdirSync(join(directory, 'inner'));
    for (let i = 0; i < 40; i++) writeFileSync(join(directory, `${i}.txt`), 'To be, or not to be.');
    writeFileSync(join(directory, 'inner', 'more.md'), 'be');
    writeFileSync(join(directory, 'other.js'), 'be');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('counts the words of many files', async () => {
    const { code, stdout } = await runExample('word-count.ts', directory);
    expect(stdout.split('\n')).toEqual(['41 files', '81 be', '80 to', '40 not', '40 or', '']);
    expect(code).toBe(0);
  });

  it('fails as any program does if the directory is not there', async () => {
    const { code, stderr } = await runExample('word-count.ts', join(directory, 'nowhere'));
    expect(stderr).toContain('ENOENT');
    expect(code).toBe(1);
  });
});
