import realFs from 'node:fs';
import { run } from 'greenlets';
import cooperativeFs, { implemented } from '../../runtime/node/fs/index.ts';
import * as namespace from '../../runtime/node/fs/index.ts';
import { closeOpened, fsCases, type FsCase } from './support/fs-cases.ts';
import { createFolder, observe, type Observation } from './support/fs-observe.ts';

type Outcome = { value: unknown } | { error: unknown };

function original(name: FsCase['name'], args: unknown[]): Outcome {
  try {
    return { value: (Reflect.get(realFs, name) as (...args: unknown[]) => unknown)(...args) };
  } catch (error) {
    return { error };
  }
}

function cooperative(name: FsCase['name'], args: unknown[]): Outcome {
  'use greenlet';
  const method = cooperativeFs[name] as (...args: unknown[]) => unknown;
  try {
    return { value: method(...args) };
  } catch (error) {
    return { error };
  }
}

/** Makes the call of a case in a folder of its own. */
async function perform(
  { name, args: argsFor, sameCodeOnly }: FsCase,
  call: (name: FsCase['name'], args: unknown[]) => Outcome | Promise<Outcome>,
): Promise<Observation> {
  const folder = createFolder();
  try {
    const args = argsFor(folder);
    const outcome = await call(name, args);
    return observe(folder, args, () => present(name, outcome, sameCodeOnly));
  } finally {
    closeOpened();
    realFs.rmSync(folder, { recursive: true });
  }
}

const expectations = new Map<FsCase, Promise<Observation>>();

/** What the original does. */
function expectation(fsCase: FsCase): Promise<Observation> {
  const known = expectations.get(fsCase) ?? perform(fsCase, original);
  expectations.set(fsCase, known);
  return known;
}

/** Descriptors are numbers like any other; what counts is the file. */
function present(name: string, outcome: Outcome, codeOnly: boolean): unknown {
  if ('error' in outcome) throw codeOnly ? (outcome.error as NodeJS.ErrnoException).code : outcome.error;
  if (name !== 'openSync') return outcome.value;
  const fd = outcome.value as number;
  const stats = realFs.fstatSync(fd);
  realFs.closeSync(fd);
  return stats;
}

function shapeOf(module: object, name: string): unknown {
  const method = Reflect.get(module, name) as { name: string; length: number } | undefined;
  return { name: method?.name, length: method?.length };
}

/** Newer versions of Node have these; they are passed through. */
const ORIGINALS = ['globSync', 'mkdtempDisposableSync', 'openAsBlobSync'];

describe('greenlets/node/fs', () => {
  it('implements every synchronous function of this Node', () => {
    const synchronous = Object.keys(realFs).filter((name) => name.endsWith('Sync') && !ORIGINALS.includes(name));
    expect([...implemented].sort()).toEqual(synchronous.sort());
  });

  it('is tested with every function that this platform has', () => {
    const tested = new Set(fsCases.map(({ name }) => name));
    const available = implemented.filter((name) => typeof Reflect.get(realFs, name) === 'function');
    expect(available.filter((name) => !tested.has(name))).toEqual([]);
  });

  it.each(implemented)('keeps the name and the length of %s', (name) => {
    expect(shapeOf(cooperativeFs, name)).toEqual(shapeOf(realFs, name));
  });

  it('has the same names as node:fs', () => {
    expect(Object.keys(cooperativeFs)).toEqual(Object.keys(realFs));
    expect(Object.keys(namespace).sort()).toEqual([...Object.keys(realFs), 'default', 'implemented'].sort());
  });

  it('passes everything else through', () => {
    const others = Object.keys(realFs).filter((name) => !name.endsWith('Sync'));
    const differing = others.filter((name) => Reflect.get(cooperativeFs, name) !== Reflect.get(realFs, name));
    expect(differing).toEqual([]);
    expect(namespace.promises).toBe(realFs.promises);
  });

  it('shows what is put into node:fs later', () => {
    const readFile = jest.spyOn(realFs, 'readFile');
    expect(cooperativeFs.readFile).toBe(readFile);
    readFile.mockRestore();
  });

  it('leaves node:fs as it is', () => {
    expect(realFs.readFileSync).not.toBe(cooperativeFs.readFileSync);
  });
});

/** Node takes the frames from some errors; in a greenlet, they show those that they have passed. */
function traced({ outcome, ...rest }: Observation): Observation {
  const { thrown } = outcome as { thrown?: object };
  return { ...rest, outcome: thrown === undefined ? outcome : { thrown: { ...thrown, traced: true } } };
}

describe('the functions of greenlets/node/fs', () => {
  describe.each(implemented)('%s', (name) => {
    const cases = fsCases.filter((fsCase) => fsCase.name === name);
    if (cases.length === 0) {
      it('is not there, as in node:fs', () => {
        expect(Reflect.get(cooperativeFs, name)).toBe(Reflect.get(realFs, name));
      });
      return;
    }

    it.each(cases)('does the same as the original in a greenlet, with $title', async (fsCase) => {
      const observed = await perform(fsCase, (name, args) => run(cooperative, name, args));
      expect(traced(observed)).toEqual(traced(await expectation(fsCase)));
    });

    it.each(cases)('does the same as the original outside greenlets, with $title', async (fsCase) => {
      expect(await perform(fsCase, cooperative)).toEqual(await expectation(fsCase));
    });
  });
});
