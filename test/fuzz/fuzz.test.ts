import { sample } from 'fast-check';
import { compare } from '../../dev/conformance/fuzz/compare.ts';
import { find } from '../../dev/conformance/fuzz/find.ts';
import { ProgramArbitrary } from '../../dev/conformance/fuzz/program-arbitrary.ts';
import { reductions } from '../../dev/conformance/fuzz/reduce.ts';

/** A getter cannot suspend, which is the one thing that compiling does not change. */
const changed = `function main() {
  log('before');
  return { get value() { return suspend(1); } }.value;
}`;

describe('generated programs', () => {
  it('do the same when they are compiled', async () => {
    expect(await find({ seed: 1, programs: 25, timeLimit: Infinity })).toEqual({ finding: null, programs: 25 });
  }, 60_000);

  it('are the same for the same seed', () => {
    const options = { seed: 7, numRuns: 3 };
    const programs = sample(new ProgramArbitrary(), options);
    expect(new Set(programs).size).toBe(3);
    expect(sample(new ProgramArbitrary(), options)).toEqual(programs);
  });

  it('are mostly worth running', async () => {
    const programs = sample(new ProgramArbitrary(), { seed: 3, numRuns: 5 });
    const verdicts = await Promise.all(programs.map(compare));
    expect(verdicts.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(2);
  });
});

describe('comparing', () => {
  it('tells what a program that compiling changes does instead', async () => {
    const verdict = await compare(changed);
    expect(verdict).toMatchObject({
      kind: 'different',
      difference: {
        variant: 'compiled',
        expected: ['before', 'returned 1'],
        actual: ['before', 'threw Error: cannot suspend here'],
      },
    });
  });

  it.each([
    ['is not valid', 'function main() {'],
    ['assigns to a call', 'function main() { main() = 1; }'],
    ['does not end', 'function main() { for (;;); }'],
    ['recurses without end', 'function main() { return main(); }'],
  ])('passes over a program that %s', async (_, source) => {
    expect(await compare(source)).toEqual({ kind: 'useless' });
  });

  it('tells a program that the compiler refuses from one that it changes', async () => {
    const refused = `function main() {
      return [...(function* () { switch (suspend(1)) { case suspend(() => x): let x = 1; yield x; } })()].length;
    }`;
    expect(await compare(refused)).toEqual({ kind: 'refused' });
  });
});

describe('reducing', () => {
  it('gives smaller programs only', () => {
    const sources = [...reductions(changed)].map(({ source }) => source);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.every((source) => source.length < changed.length)).toBe(true);
  });

  it('leaves out statements, and replaces expressions by their parts', () => {
    const sources = [...reductions('function main() { log(1); return a + b; }')].map(({ source }) => source);
    expect(sources).toEqual(
      expect.arrayContaining(['function main() {  return a + b; }', 'function main() { log(1); return a; }']),
    );
  });

  it('begins where it is told to', () => {
    const all = [...reductions(changed)];
    const [first] = reductions(changed, 3);
    expect(first).toEqual(all[3]);
  });
});
