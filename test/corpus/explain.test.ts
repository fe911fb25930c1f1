import type { Outcome } from '../../dev/conformance/corpus/check.ts';
import { isSame } from '../../dev/conformance/corpus/check.ts';
import { explain } from '../../dev/conformance/corpus/explain.ts';
import { scoreboard } from '../../dev/conformance/corpus/scoreboard.ts';
import type { Report } from '../../dev/conformance/corpus/worker.ts';

const sizes = { raw: 2000, minified: 1000, compressed: 400 };

function report(result: string): Report {
  return {
    result,
    compileTime: 1500,
    files: 2,
    published: sizes,
    emitted: { raw: 6000, minified: 2500, compressed: 600 },
    memory: 90_000_000,
  };
}

function outcome(compiled: Report | string, stress: Report | string): Outcome {
  return { name: 'job', untouched: report('[ 1, 2 ]'), compiled, stress };
}

describe('the outcome of a job', () => {
  it('is the same if all three runs came to the same result', () => {
    expect(isSame(outcome(report('[ 1, 2 ]'), report('[ 1, 2 ]')))).toBe(true);
    expect(isSame(outcome(report('[ 1, 2 ]'), report('[ 1, 3 ]')))).toBe(false);
    expect(isSame(outcome('the process ended with 1', report('[ 1, 2 ]')))).toBe(false);
  });

  it('is explained by where the results part', () => {
    expect(explain(outcome(report('[ 1, 3 ]'), 'the process ended with SIGKILL'))).toBe(
      ['compiled differs at 5:', '- [ 1, 2 ]', '+ [ 1, 3 ]', 'stress: the process ended with SIGKILL'].join('\n'),
    );
  });

  it('is explained by the error of a run that failed', () => {
    expect(explain(outcome(report('[ 1, 2 ]'), report('threw TypeError: no')))).toBe('stress: threw TypeError: no');
  });

  it('is a row of the scoreboard, with ratios to the published package', () => {
    const table = scoreboard([outcome(report('[ 1, 2 ]'), report('[ 1, 2 ]'))]);
    expect(table.split('\n').slice(2)).toEqual(['| job | same | 2 | 2 | 1.5 | 3.00 | 2.50 | 1.50 | 90 |', '']);
  });

  it('replaces its row of an earlier scoreboard', () => {
    const earlier = scoreboard([outcome('died', 'died'), { ...outcome('died', 'died'), name: 'another' }]);
    const table = scoreboard([outcome(report('[ 1, 2 ]'), report('[ 1, 2 ]'))], earlier);
    expect(table.split('\n').slice(2)).toEqual([
      '| another | different | - | - | - | - | - | - | - |',
      '| job | same | 2 | 2 | 1.5 | 3.00 | 2.50 | 1.50 | 90 |',
      '',
    ]);
  });
});
