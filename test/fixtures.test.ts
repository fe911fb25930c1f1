import { join } from 'node:path';
import { findCases } from '../dev/conformance/programs/cases.ts';
import { execute, type Variant } from '../dev/conformance/programs/execute.ts';
import { compileModule } from './support/fixtures/compile.ts';
import { expectRecordedOutcome } from './support/fixtures/snapshot.ts';

describe.each(findCases(join(__dirname, '../fixtures')))('fixtures/$name', (fixture) => {
  const { folder, input, exec } = fixture;

  const run = (file: string, variant: Variant): Promise<string[]> =>
    execute(join(folder, file), variant, {
      compile: (module) => compileModule(module, variant, fixture),
      require: (request) => jest.requireActual(request),
    });

  if (input !== null) {
    it('compiles to what is recorded', () => {
      expectRecordedOutcome(fixture, input);
    });
  }

  if (exec !== null) {
    it('behaves the same when compiled', async () => {
      const expected = await run(exec, 'untouched');
      expect(expected).not.toEqual(['returned undefined']);
      expect(await run(exec, 'compiled')).toEqual(expected);
    });

    it('behaves the same when every yield point suspends', async () => {
      const expected = await run(exec, 'untouched');
      expect(await run(exec, 'stress')).toEqual(expected);
    });
  }
});
