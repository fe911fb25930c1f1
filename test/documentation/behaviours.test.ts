import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The identifiers of the behaviours of greenlet, continulets and gevent. */
function identifiersIn(text: string): Set<string> {
  return new Set(text.match(/\b[GKE]\d{2,3}\b/g));
}

/** What the tests of a file, and what they are grouped by, are called: the texts that a function follows. */
function namesOfTests(text: string): string {
  const names = text.matchAll(/(['"`])([^\n]*?)\1, (?:async )?(?:\(|function\b|\w+ =>)/g);
  return Array.from(names, ([, , name = '']) => name).join('\n');
}

it('every behaviour of the models has a test that names it, or stands among the differences', () => {
  const behaviours = [...read('test/README.md').matchAll(/^\| ([GKE]\d{2,3}) /gm)].map(
    ([, identifier = '']) => identifier,
  );
  expect(behaviours.length).toBeGreaterThan(100);

  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const named = new Set(tests.flatMap((file) => [...identifiersIn(namesOfTests(read(join('test', file))))]));
  const explained = identifiersIn(read('docs/differences.md'));
  expect(behaviours.filter((identifier) => !named.has(identifier) && !explained.has(identifier))).toEqual([]);
});
