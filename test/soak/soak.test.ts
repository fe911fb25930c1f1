import { Semaphore } from 'greenlets';
import { Forever } from '../../dev/conformance/soak/forever.ts';
import { Items } from '../../dev/conformance/soak/ledgers/items.ts';
import { kinds } from '../../dev/conformance/soak/operations/index.ts';
import { sizeOf, type Body, type Operation, type Plan } from '../../dev/conformance/soak/plan.ts';
import { reduce, reductions } from '../../dev/conformance/soak/reduce.ts';
import { performRound } from '../../dev/conformance/soak/round.ts';
import { showPlan } from '../../dev/conformance/soak/show.ts';
import { replay, soak } from '../../dev/conformance/soak/soak.ts';

const source = { seed: 14, without: [] as string[] };

function operation(name: string, given: Partial<Operation> = {}): Operation {
  return { name, on: 0, ms: null, signal: null, count: 0, bodies: [], ...given };
}

function plan(...actors: Body[]): Plan {
  return { actors };
}

describe('a soak', () => {
  it('loses nothing in some thousand operations', async () => {
    const outcome = await soak(source, (rounds) => rounds === 60);
    expect(outcome).toMatchObject({ finding: null, rounds: 60 });
    expect(outcome.operations).toBeGreaterThan(4000);
  }, 60_000);

  it('goes the same way for the same seed', async () => {
    const outcomes = [await soak(source, (rounds) => rounds === 5), await soak(source, (rounds) => rounds === 5)];
    expect(outcomes[0]).toEqual(outcomes[1]);
    const other = await soak({ ...source, seed: 15 }, (rounds) => rounds === 5);
    expect(other.digest).not.toBe(outcomes[0]?.digest);
  });

  it('performs every kind of operation without fault', async () => {
    const body = [operation('sleep', { ms: 1 })];
    for (const [name, { bodies = 0 }] of Object.entries(kinds)) {
      const one = operation(name, { ms: 3, count: 5, bodies: Array.from({ length: bodies }, () => body) });
      const { violations } = await performRound(plan([one], [one]), new Forever());
      expect([name, violations]).toEqual([name, []]);
    }
  });
});

describe('a runtime that loses something', () => {
  it('is found out, by a plan that says little more than what is wrong', async () => {
    const release = jest.spyOn(Semaphore.prototype, 'release').mockImplementation(() => undefined);
    const { finding } = await soak(source, (rounds) => rounds === 100);
    expect(finding?.violations.join()).toMatch(/units, not|free places/);
    expect(sizeOf(finding?.plan.actors ?? [])).toBeLessThan(4);
    expect(await replay(source, finding?.round ?? 0)).toEqual(finding);
    release.mockRestore();
    expect(await replay(source, finding?.round ?? 0)).toBeNull();
  }, 60_000);

  it.each([
    ['got twice', (items: Items) => [1, 1].forEach((item) => items.got(item)), '1 was got twice'],
    ['got, but never put', (items: Items) => items.got(2), '2 was got, but never put'],
    ['put, but never got', (items: Items) => items.put(3, () => undefined), '1 items were lost, 0 thrown away: 3...'],
  ])('shows in the books of items: %s', (_, deal, expected) => {
    const violations: string[] = [];
    const items = new Items('Queue', (violation) => violations.push(violation));
    items.put(1, () => undefined);
    deal(items);
    items.audit(violations.length > 0 || expected.startsWith('2') ? [] : [1]);
    expect(violations).toContain(`Queue: ${expected}`);
  });
});

describe('reducing a plan', () => {
  const small = plan([operation('cleanUp', { bodies: [[operation('fail')], []] }), operation('sleep', { ms: 5 })]);

  it('gives smaller plans only, those that save most first', () => {
    const sizes = reductions(small).map(({ actors }) => sizeOf(actors));
    expect(sizes).toEqual([0, 1, 1, 2, 2, 2]);
  });

  it('leaves what it takes to fail', async () => {
    const smallest = await reduce(small, async (candidate) => JSON.stringify(candidate).includes('fail'));
    expect(showPlan(smallest)).toBe('actor 1\n  fail on 0, no limit, 0\n');
  });
});
