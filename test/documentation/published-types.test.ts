import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(__dirname, '../../dist');

function declarations(): string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.d\.[mc]ts$/.test(name));
}

test('what is internal is in no published type', () => {
  expect(declarations()).toEqual(expect.arrayContaining(['index.d.mts', 'core.d.cts']));
  expect(declarations().filter((name) => /\bInternal[:.]/.test(readFileSync(join(dist, name), 'utf8')))).toEqual([]);
});
