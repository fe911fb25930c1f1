import { join } from 'node:path';
import plugin from '../../plugin/index.ts';
import { attempt, check } from '../../dev/conformance/pipelines/check.ts';
import { PIPELINES } from '../../dev/conformance/pipelines/pipelines.ts';
import { findPrograms, findProgramsIn, type Workshop } from '../../dev/conformance/pipelines/programs.ts';

/** A few programs that other tools change a lot; `npm run pipelines` takes all. */
const PROGRAMS = [
  'fixtures/4-normalize/constructors/parameters-of-constructors',
  'fixtures/6-emit/loops/variables-assigned-by-loop-heads',
  'fixtures/4-normalize/typescript/parameter-properties',
  'suite/classes.js (strict)',
];

const workshop: Workshop = {
  root: join(__dirname, '../..'),
  plugin,
  require: (request) => jest.requireActual(request),
};
const programs = findPrograms(workshop).filter(({ name }) => PROGRAMS.includes(name));

it('has all of the programs', () => {
  expect(programs.map(({ name }) => name).sort()).toEqual([...PROGRAMS].sort());
});

describe.each(PIPELINES)('programs compiled $name', (pipeline) => {
  it('do what they do untouched', async () => {
    for (const program of programs) {
      const verdict = await check(program, pipeline, await attempt(program, 'untouched', []));
      expect(verdict).not.toMatchObject({ kind: 'different' });
    }
  });

  if (pipeline.syntax !== undefined) {
    it.each(findProgramsIn(pipeline.syntax, workshop))('do what they do without our plugin: $name', async (program) => {
      expect(await attempt(program, 'untouched', pipeline.stages)).toContain('returned');
      expect(await check(program, pipeline, null)).toMatchObject({ kind: 'same' });
    });
  }
});
