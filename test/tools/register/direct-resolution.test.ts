import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createOptions } from '../../../tools/compile/options.ts';
import { DirectResolution, isFirstHook } from '../../../tools/register/hooks/direct-resolution.ts';

describe('The direct resolution of modules', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'greenlets')));
  const at = (path: string): string => pathToFileURL(join(folder, path)).href;
  const direct = new DirectResolution(createOptions({}, [], folder));

  beforeAll(() => {
    mkdirSync(join(folder, 'below'));
    mkdirSync(join(folder, 'node_modules'));
    for (const file of ['main.js', 'below/a.js', 'a b.js', 'a%20b.js']) writeFileSync(join(folder, file), '');
    symlinkSync('main.js', join(folder, 'link.js'));
    symlinkSync('below', join(folder, 'linked'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['./main.js', 'other.js', 'main.js'],
    ['./below/a.js', 'main.js', 'below/a.js'],
    ['../main.js', 'below/a.js', 'main.js'],
    ['./below/../main.js', 'main.js', 'main.js'],
  ])('finds %s, imported by %s', (specifier, importer, found) => {
    expect(direct.resolve(specifier, at(importer))).toBe(at(found));
    expect(direct.take(at(found))).toMatchObject({ path: join(folder, found) });
    expect(direct.take(at(found))).toBeUndefined();
  });

  it.each([
    ['a file that is not there', './none.js', 'main.js'],
    ['a folder', './below', 'main.js'],
    ['a link', './link.js', 'main.js'],
    ['a file below a link', './linked/a.js', 'main.js'],
    ['a query', './main.js?again', 'main.js'],
    ['what is written in another way in a URL', './a%20b.js', 'main.js'],
    ['a blank', './a b.js', 'main.js'],
    ['a package', 'main', 'main.js'],
    ['a subpath', '#main', 'main.js'],
    ['TypeScript, where it may mean another file', './main.js', 'main.ts'],
    ['packages', './main.js', 'node_modules/main.js'],
    ['a module with a query', './main.js', 'main.js?again'],
  ])('leaves to Node: %s', (_, specifier, importer) => {
    expect(direct.resolve(specifier, importer.includes('?') ? `${at('main.js')}?again` : at(importer))).toBeNull();
  });

  describe('is asked first', () => {
    const { execArgv } = process;

    afterEach(() => void (process.execArgv = execArgv));

    it.each([
      [true, []],
      [true, ['--import', 'greenlets/register', '--enable-source-maps']],
      [true, ['--import=file:///project/node_modules/greenlets/dist/register.mjs?options={}']],
      [false, ['--import', './hooks.mjs']],
      [false, ['-r', './hooks.cjs', '--import', 'greenlets/register']],
      [false, ['--import', './hooks.mjs', '--import', 'greenlets/register']],
      [false, ['--preserve-symlinks', '--import', 'greenlets/register']],
    ])('%j: with the options %j', (expected, options) => {
      process.execArgv = options;
      expect(isFirstHook()).toBe(expected);
    });
  });
});
