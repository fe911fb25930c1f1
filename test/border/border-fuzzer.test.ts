import { compare } from '../../dev/conformance/border/compare.ts';
import { execute } from '../../dev/conformance/border/execute.ts';
import { find } from '../../dev/conformance/border/find.ts';
import { readOptions } from '../../dev/conformance/border/options.ts';
import { LIMITS, type Step } from '../../dev/conformance/border/pair.ts';
import { SUBJECTS } from '../../dev/conformance/border/subjects.ts';

/** Steps in one program: to compile many small ones takes longer. */
const AT_ONCE = 12;

function stepsOf(subject: number): Step[][] {
  const all = Array.from({ length: LIMITS.route + 1 }, (_, route) => ({ subject, route, place: 0, called: true }));
  return all.flatMap((_, index) => (index % AT_ONCE === 0 ? [all.slice(index, index + AT_ONCE)] : []));
}

function subjectNamed(name: string): number {
  return SUBJECTS.findIndex((subject) => subject.name === name);
}

describe('Nothing leaks to unmarked code', () => {
  it.each(['function', 'method', 'constructed'])(
    'by any route, of a %s',
    async (name) => {
      for (const steps of stepsOf(subjectNamed(name))) expect(await compare(steps)).toBeNull();
    },
    120_000,
  );

  it('in programs made at random', async () => {
    expect(await find({ seed: 1, programs: 10, timeLimit: Infinity })).toEqual({ difference: null, programs: 10 });
  }, 120_000);
});

describe('The border fuzzer notices', () => {
  it('a value that unmarked code must not see', async () => {
    const lines = await execute('function main() { u.call(() => require().SUSPENDED); }', 'untouched');
    expect(lines).toEqual(['LEAK: unmarked code got an internal value']);
  });

  it('a result of an iterator that holds one', async () => {
    const lines = await execute('function main() { u.call(() => ({ value: require().SUSPENDED })); }', 'untouched');
    expect(lines).toEqual(['LEAK: unmarked code got an internal value']);
  });

  it('what is left in the registers', async () => {
    const lines = await execute('function main() { require().link.given = {}; }', 'compiled');
    expect(lines).toEqual(['LEAK: something is left in link.given']);
  });
});

describe('The options of the border fuzzer', () => {
  it('are numbers', () => {
    expect(readOptions(['--seconds', '5', '--seed', '7'])).toEqual({ seconds: 5, seed: 7 });
    expect(() => readOptions(['--seconds', 'soon'])).toThrow('--seconds: expected a number, got `soon`');
  });
});
