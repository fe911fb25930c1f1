import { join } from 'node:path';
import type * as Frames from '../../runtime/contract/frame.ts';
import type * as Points from '../../runtime/contract/stacks/points.ts';
import type * as State from '../../runtime/contract/stacks/state.ts';
import { findCases } from '../../dev/conformance/programs/cases.ts';
import { execute, type Variant } from '../../dev/conformance/programs/execute.ts';
import { compileModule } from '../support/fixtures/compile.ts';

/** The functions whose yield points were not found. */
const mockMissed: string[] = [];
let mockFound = 0;

// Whatever is suspended is looked at.
jest.mock('../../runtime/contract/frame.ts', () => {
  const actual = jest.requireActual<typeof Frames>('../../runtime/contract/frame.ts');
  const park: typeof Frames.park = (frame, fn, self, pc, ...values) => {
    const result = actual.park(frame, fn, self, pc, ...values);
    const { locate } = jest.requireActual<typeof Points>('../../runtime/contract/stacks/points.ts');
    const { stacks } = jest.requireActual<typeof State>('../../runtime/contract/stacks/state.ts');
    if (pc > 0 && stacks.visit === null) {
      const [line] = locate([{ fn, self, pc }]);
      if (typeof line === 'string') mockFound++;
      // Those of the runtime are hidden.
      else if (!fn.toString().includes('takeHidden')) mockMissed.push(`${fn.name} at ${String(pc)}`);
    }
    return result;
  };
  return { ...actual, park };
});

/** What leads to yield points in other ways than statements in a row. */
const FEATURES = /\/(try|loops|statements|constructors|dead-zones|parents)\//;
const cases = findCases(join(__dirname, '../../fixtures')).filter(({ folder, exec }) => FEATURES.test(folder) && exec);

describe.each(cases)('To look where the functions of fixtures/$name wait', (fixture) => {
  const { folder, exec } = fixture;
  const run = (variant: Variant): Promise<string[]> =>
    execute(join(folder, exec ?? ''), variant, {
      compile: (module) => compileModule(module, variant, fixture),
      require: (request) => jest.requireActual(request),
    });

  it('finds every place, and runs nothing of them', async () => {
    const expected = await run('untouched');
    expect(await run('stress')).toEqual(expected);
    expect(mockMissed).toEqual([]);
  });
});

afterAll(() => {
  expect(mockFound).toBeGreaterThan(1000);
});
