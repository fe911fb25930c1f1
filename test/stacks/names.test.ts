import { forms } from './support/forms.ts';
import { namesOfForms, situations, type Situation, type Variant } from './support/names-of.ts';

type Names = Awaited<ReturnType<typeof namesOfForms>>;

describe.each([
  ['ES modules', { format: 'mjs' }],
  ['CommonJS modules', { format: 'cjs' }],
  ['ES modules under stress', { format: 'mjs', stress: true }],
] as [string, Variant][])(
  'In %s, stacks call functions what the engine calls those of the untouched program',
  (_, variant) => {
    let plain: Names;
    let compiled: Names;
    beforeAll(async () => {
      plain = await namesOfForms({ format: variant.format, untouched: true });
      compiled = await namesOfForms(variant);
    }, 300_000);

    it.each(Object.keys(forms))('%s', (title) => {
      const instead = forms[title]?.instead ?? {};
      const expected = (situation: Situation): [Situation, unknown] => [
        situation,
        instead[situation] ?? plain[title]?.[situation],
      ];
      expect(compiled[title]).toEqual(Object.fromEntries(situations.map(expected)));
    });
  },
);
