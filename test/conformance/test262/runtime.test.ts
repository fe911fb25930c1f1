import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import plugin from '../../../plugin/index.ts';
import { check } from '../../../dev/conformance/test262/check.ts';
import type { Equipment } from '../../../dev/conformance/test262/execute.ts';
import { findTests } from '../../../dev/conformance/test262/find-tests.ts';
import { Harness } from '../../../dev/conformance/test262/harness.ts';
import { PASS } from '../../../dev/conformance/test262/outcome.ts';
import { Realm } from '../../../dev/conformance/test262/realm.ts';
import { readRuntimeModules } from '../../../dev/conformance/test262/runtime-modules.ts';
import { createPublishedScript } from '../../../dev/conformance/test262/runtime-script.ts';
import { readScenarios } from '../../../dev/conformance/test262/scenario.ts';
import { Translator } from '../../../dev/conformance/test262/translate.ts';

const root = resolve(__dirname, '../../..');
const translator = new Translator(plugin);
const runtimeScript = createPublishedScript(root);
const runtimeModules = readRuntimeModules(root);
const helpers = join(__dirname, '../suite');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'greenlets-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The helper calls a function that suspends under stress, which is an error wherever the helper is a border. */
const CALLBACK = `
function inner() { return 1; }
function outer() { return inner() + 1; }
assert.throws(TypeError, function () { assert.sameValue(outer(), 2); throw new TypeError(); });`;

const TYPED = `
function inner(x) { return x + 1; }
function outer(x) { return inner(x) * 2; }
var list = new Uint8Array([3, 1, 2]);
assert.sameValue(list.map(function (x) { return outer(x); }).join(), '8,4,6');
assert.sameValue(list.filter(function (x) { return outer(x) > 4; }).join(), '3,2');
assert.sameValue(list.sort(function (a, b) { return outer(a) - outer(b); }).join(), '1,2,3');
assert.throws(RangeError, function () { list.forEach(function (x) { if (outer(x) === 6) throw new RangeError(); }); });
assert.sameValue(Uint8Array.from([1, 2], function (x) { return outer(x); }).join(), '4,6');`;

function equipmentWith(harness: Harness): Equipment {
  return { harness, translator, runtimeScript, runtimeModules };
}

async function run(name: string, source: string, harness = new Harness(helpers, translator)): Promise<unknown> {
  const file = join(folder, name);
  writeFileSync(file, source);
  return (await check(file, ['compiled', 'stress'], equipmentWith(harness))).map(({ untouched, compared }) => ({
    untouched,
    ...compared,
  }));
}

const passes = { untouched: PASS, compiled: PASS, stress: PASS };

describe('the published runtime', () => {
  it('runs scripts as CommonJS', async () => {
    expect(await run('script.js', CALLBACK)).toEqual([passes, passes]);
  });

  // Jest has no modules of the engine unless it is started with a flag of Node.
  it('is read with all the ES modules that it consists of', () => {
    expect([...runtimeModules.keys()]).toEqual(expect.arrayContaining(['entry', 'internal.mjs', 'core.mjs']));
    const imported = [...runtimeModules.values()].flatMap((code) =>
      [...code.matchAll(/^import .*["']\.\/([\w-]+\.mjs)["'];?$/gm)].map(([, name]) => name),
    );
    expect(imported.filter((name) => !runtimeModules.has(name as string))).toEqual([]);
  });

  it('imports nothing of the host under a name that a module declares itself', () => {
    const clashes = [...runtimeModules].flatMap(([name, code]) => {
      const [, imported = ''] = /^import \{ (.*) \} from 'host'/.exec(code) ?? [];
      return imported
        .split(', ')
        .filter((each) => new RegExp(`^const ${each}\\b`, 'm').test(code))
        .map((each) => `${name}: ${each}`);
    });
    expect(clashes).toEqual([]);
  });

  it('finds the typed arrays of the realm', () => {
    const realm = new Realm(runtimeScript);
    const { cooperativeMap } = realm.runtime.internal as { cooperativeMap: (method: unknown) => unknown };
    const map = realm.evaluate('Uint8Array.prototype.map');
    expect(cooperativeMap(map)).not.toBe(map);
  });

  it('lets callbacks of typed arrays suspend, and those that a helper calls on the way', async () => {
    expect(await run('typed.js', TYPED)).toEqual([passes, passes]);
  });
});

describe('the helpers of the suite', () => {
  it('are compiled under names that do not clash with those of the test', async () => {
    expect(
      await run('names.js', `/*---\nflags: [noStrict]\n---*/\nvar link = 1, take = 2, enter = 3;${CALLBACK}`),
    ).toEqual([passes]);
  });

  it.each([
    ['compiled', new Harness(helpers, translator), true],
    ['left as they are on request', new Harness(helpers), false],
  ])('are %s', (_, harness, compiled) => {
    const file = join(folder, 'empty.js');
    writeFileSync(file, '');
    const [scenario] = readScenarios(file);
    const realm = new Realm(runtimeScript);
    harness.load(scenario as NonNullable<typeof scenario>, 'compiled', realm);
    expect(String(realm.evaluate('assert')).includes('greenlets_')).toBe(compiled);
    expect(Object.keys(realm.global)).not.toContain('require');
  });
});

describe('the tests of a checkout', () => {
  it('include those of the annex and those that browsers have given', () => {
    for (const path of ['annexB/language', 'staging/sm', 'language/types']) {
      mkdirSync(join(folder, 'test', path), { recursive: true });
      writeFileSync(join(folder, 'test', path, 'a.js'), '');
    }
    expect(findTests(folder)).toEqual([
      'test/annexB/language/a.js',
      'test/staging/sm/a.js',
      'test/language/types/a.js',
    ]);
  });
});
