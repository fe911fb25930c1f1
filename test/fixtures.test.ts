import { findCases } from './support/fixtures/cases.ts';
import { execute } from './support/fixtures/execute.ts';
import { expectRecordedOutcome } from './support/fixtures/snapshot.ts';

describe.each(findCases())('fixtures/$name', (fixture) => {
  const { input, exec } = fixture;

  if (input !== null) {
    it('compiles to what is recorded', () => {
      expectRecordedOutcome(fixture, input);
    });
  }

  if (exec !== null) {
    it('behaves the same when compiled', async () => {
      const expected = await execute(fixture, exec, 'untouched');
      expect(expected).not.toEqual(['returned undefined']);
      expect(await execute(fixture, exec, 'compiled')).toEqual(expected);
    });

    it('behaves the same when every yield point suspends', async () => {
      const expected = await execute(fixture, exec, 'untouched');
      expect(await execute(fixture, exec, 'stress')).toEqual(expected);
    });
  }
});
