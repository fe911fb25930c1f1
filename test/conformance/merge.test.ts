import type { Verdict } from '../../dev/conformance/pipelines/check.ts';
import { merge } from '../../dev/conformance/pipelines/merge.ts';

function verdict(pipeline: string, program: string, kind: Verdict['kind']): Verdict {
  return { pipeline, program, kind, reason: null, difference: null };
}

describe('What was found in builds at several times', () => {
  const earlier = [verdict('last', 'a', 'different'), verdict('last', 'b', 'same'), verdict('gone', 'a', 'same')];
  const later = [verdict('last', 'a', 'explained'), verdict('first', 'a', 'same')];

  it('is in the order of the builds, with the latest verdict on each program', () => {
    expect(merge(earlier, later, ['first', 'last'])).toEqual([
      verdict('first', 'a', 'same'),
      verdict('last', 'a', 'explained'),
      verdict('last', 'b', 'same'),
    ]);
  });
});
