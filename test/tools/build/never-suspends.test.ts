import { parseSync, traverse, types as t, type NodePath } from '@babel/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METHODS, neverSuspends } from '../../../dev/build/never-suspends.js';

const runtime = join(__dirname, '../../../runtime');

/** The compiled methods of the runtime whose names are on the list. */
function compiledMethodsIn(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  const found: string[] = [];
  if (!code.includes('use greenlet')) return found;
  const isWhole = code.startsWith("'use greenlet'");
  const program = parseSync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    presets: ['@babel/preset-typescript'],
  });
  traverse(program as t.File, {
    'ClassMethod|ClassPrivateMethod|ObjectMethod'(path: NodePath) {
      const { body, key } = path.node as t.ClassMethod;
      const directives = body.directives.map(({ value }) => value.value);
      const isCompiled = directives.includes('use greenlet') || (isWhole && !directives.includes('use no greenlet'));
      if (isCompiled && t.isIdentifier(key) && METHODS.has(key.name)) found.push(`${file}: ${key.name}`);
    },
  });
  return found;
}

it('takes no method of the runtime for one that never suspends that is compiled', () => {
  const files = readdirSync(runtime, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.flatMap((file) => compiledMethodsIn(join(runtime, file)))).toEqual([]);
});

it('knows methods by their names, and functions by their files', () => {
  const isQuiet = neverSuspends(join(runtime, 'groups/members.ts'));
  expect(isQuiet(null, 'tryAcquire')).toBe(true);
  expect(isQuiet(null, 'acquire')).toBe(false);
  expect(isQuiet('./hold.ts', 'Hold')).toBe(true);
  expect(isQuiet('./emptied.ts', 'Emptied')).toBe(false);
  expect(isQuiet('node:fs', 'readFileSync')).toBe(false);
});
