import { builtinModules } from 'node:module';
import { createTable } from '../../plugin/2-patch/tables/cooperative.ts';

const table = createTable({ runtime: 'greenlets', patch: true });
const modules = builtinModules.flatMap((name) => {
  const replacement = name.startsWith('node:') ? undefined : table.moduleNamed(name);
  return replacement === undefined ? [] : [[name, replacement] as const];
});

interface Cooperative {
  implemented: readonly string[];
}

function load(name: string): object {
  return jest.requireActual(name);
}

/** What the compiler replaces of a module. */
function replaced(name: string, covers: (name: string) => boolean): string[] {
  return Object.keys(load(name)).filter(covers);
}

/** Of what is implemented, what this Node and this platform have. */
function available({ implemented }: Cooperative, original: object): string[] {
  return implemented.filter((name) => name in original);
}

/** Functions that only newer versions of Node have; they are passed through. */
const ORIGINALS = ['globSync', 'mkdtempDisposableSync', 'openAsBlobSync', 'createZipArchiveSync'];

describe('What the compiler replaces', () => {
  it.each(modules)('is what the cooperative version of %s implements', (name, { module, covers }) => {
    expect(builtinModules).toContain(name);
    const implemented = available(load(module) as Cooperative, load(name));
    const names = replaced(name, covers).filter((each) => !ORIGINALS.includes(each));
    expect(names.sort()).toEqual([...implemented].sort());
  });

  it.each([...table.objects])('is what is implemented of the global %s', (name, { module, covers }) => {
    const original = Reflect.get(globalThis, name) as object;
    const names = Object.getOwnPropertyNames(original).filter(covers);
    expect(names).toEqual(available(load(module) as Cooperative, original));
  });

  it.each([...table.globals])('is what is implemented as the global %s', (name, { module }) => {
    expect((load(module) as Cooperative).implemented).toContain(name);
  });

  it.each(modules)(
    'is exported by the cooperative version of %s, and has a cooperative default',
    (name, replacement) => {
      const cooperative = load(replacement.module) as Record<string, unknown> & Cooperative;
      const original = load(name);
      for (const exported of available(cooperative, original)) {
        // Some functions are there on one platform only.
        if (Reflect.get(original, exported) === undefined) continue;
        expect(cooperative[exported]).toBeDefined();
        expect(cooperative[exported]).not.toBe(Reflect.get(original, exported));
      }
      const whole = cooperative.default as object;
      if (replacement.memberwise) expect(whole).toBe(original);
      else expect(Object.keys(whole).sort()).toEqual(Object.keys(original).sort());
    },
  );
});
