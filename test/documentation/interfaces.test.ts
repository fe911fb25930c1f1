import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'test/README.md'), 'utf8');
const differences = words(readFileSync(join(root, 'docs/differences.md'), 'utf8'));

/** What stands on a line may be broken there. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** `a; b` -> `['a', 'b']` */
function listed(cell = ''): string[] {
  return cell.split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

const rows = [...(page.split('\n## Interfaces\n')[1] ?? '').matchAll(/^\| (.*) \|$/gm)]
  .map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()))
  .filter(([first = '']) => first !== 'there' && !first.startsWith('---'))
  .map(([name = '', tests, explained]) => ({ name, tests: listed(tests), explained: listed(explained) }));

/** The names of the tests of a file, and of what they are grouped by. */
function titlesIn(file: string): string[] {
  const path = join(root, 'test', `${file}.test.ts`);
  if (!existsSync(path)) return [];
  const calls = readFileSync(path, 'utf8').matchAll(/\b(?:it|test|describe)(?:\.each\([^]*?\)|)\(\s*(['"`])([^]*?)\1/g);
  return Array.from(calls, ([, , title = '']) => title);
}

function isShown(reference: string): boolean {
  const at = reference.indexOf(': ');
  return titlesIn(reference.slice(0, at)).some((title) => title.includes(reference.slice(at + 2)));
}

describe('What the models have', () => {
  it('is a long list', () => {
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(rows)('is shown by a test, or stands among the differences: $name', ({ tests, explained }) => {
    expect(tests.length + explained.length).toBeGreaterThan(0);
    expect(tests.filter((reference) => !isShown(reference))).toEqual([]);
    expect(explained.filter((text) => !differences.includes(text))).toEqual([]);
  });
});
