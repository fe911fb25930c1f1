import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskCache } from '../../../tools/compile/cache/disk-cache.ts';

describe('The cache on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'greenlets-'));
  const cache = new DiskCache(folder);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function onlyFile(): string {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files).toHaveLength(1);
    return files[0] ?? '';
  }

  it('knows what it was told, and nothing else', () => {
    expect(cache.entry('key').read()).toBeNull();
    cache.entry('key').write('some text');
    expect(cache.entry('key').read()).toBe('some text');
    expect(new DiskCache(folder).entry('key').read()).toBe('some text');
    expect(cache.entry('another').read()).toBeNull();
  });

  it.each(['', 'x', 'cut', 'changed'])('ignores an entry that is not what was written: %j', (damage) => {
    const file = onlyFile();
    const text = readFileSync(file, 'utf8');
    const damaged = { cut: text.slice(0, -1), changed: text.replace('some', 'same') }[damage] ?? damage;
    writeFileSync(file, damaged);
    expect(cache.entry('key').read()).toBeNull();
    cache.entry('key').write('some text');
    expect(cache.entry('key').read()).toBe('some text');
  });

  it('leaves no drafts behind', () => {
    for (let i = 0; i < 10; i++) cache.entry('key').write('some text');
    expect(onlyFile()).not.toContain('.');
  });

  it('does without what cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const nowhere = new DiskCache(join(file, 'below'));
    nowhere.entry('key').write('some text');
    expect(nowhere.entry('key').read()).toBeNull();
  });
});
