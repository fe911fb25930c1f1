/**
 * Counts the words of all text files below a directory. Each file is read with `readFileSync`, and yet many are read at
 * the same time: in a function marked "use greenlet" the name means a version that suspends the greenlet only.
 *
 *     greenlets run examples/word-count.ts docs
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool, run } from 'greenlets';

const FILES_AT_ONCE = 16;
const WORDS_SHOWN = 10;

await run(main, process.argv[2] ?? 'docs');

function main(directory: string): void {
  'use greenlet';
  const files = listTexts(directory);
  const pool = new Pool(FILES_AT_ONCE);
  const total = sum(pool.map(countWords, files));
  console.log(`${files.length} files`);
  for (const [word, count] of mostFrequent(total)) console.log(`${count} ${word}`);
}

function listTexts(directory: string): string[] {
  'use greenlet';
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(md|txt)$/.test(name)).map((name) => join(directory, name));
}

function countWords(file: string): Map<string, number> {
  'use greenlet';
  const counts = new Map<string, number>();
  for (const word of readFileSync(file, 'utf8')
    .toLowerCase()
    .match(/\p{Letter}+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function sum(parts: readonly Map<string, number>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const part of parts) {
    for (const [word, count] of part) total.set(word, (total.get(word) ?? 0) + count);
  }
  return total;
}

function mostFrequent(counts: Map<string, number>): [string, number][] {
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return byCount.slice(0, WORDS_SHOWN);
}
