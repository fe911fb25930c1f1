import { PASS, type Outcome } from '../../../dev/conformance/test262/outcome.ts';
import { reasonFor } from '../../../dev/conformance/test262/reasons.ts';
import { renderScoreboard } from '../../../dev/conformance/test262/scoreboard.ts';
import { Tally, type Difference } from '../../../dev/conformance/test262/tally.ts';

const failed: Outcome = { status: 'fail', detail: 'Test262Error' };
const difference: Difference = {
  file: 'test/language/x/y/z.js',
  kind: 'strict',
  wrapped: true,
  untouched: PASS,
  compared: { compiled: PASS, stress: failed },
  printed: PASS,
};

describe('a run that differs', () => {
  it('has no reason unless somebody gave one', () => {
    expect(reasonFor(difference)).toBeNull();
  });

  it('is explained by the refusal of the compiler', () => {
    const refused: Outcome = { status: 'refused', detail: 'GREENLETS101' };
    expect(reasonFor({ ...difference, compared: { compiled: refused } })).toBe('refused: GREENLETS101');
  });

  it('is explained by Babel if the program differs without the plugin, too', () => {
    expect(reasonFor({ ...difference, printed: failed })).toMatch(/Babel alone/);
  });

  it('is explained by the list of known reasons', () => {
    expect(reasonFor({ ...difference, file: 'test/built-ins/Function/prototype/toString/a.js' })).toMatch(
      /source text/,
    );
  });
});

describe('the scoreboard', () => {
  const tally = new Tally(['compiled', 'stress']);
  tally.add({ file: 'test/language/x/a.js', results: [{ ...difference, compared: { compiled: PASS, stress: PASS } }] });
  tally.add({ file: difference.file, results: [difference] });
  tally.add({ file: 'test/language/x/b.js', results: [], lost: 'SIGKILL' });
  const text = renderScoreboard(tally, { commit: 'abc', every: 7, node: 'v20.0.0' });

  it('says what was run', () => {
    expect(text).toContain('at `abc`');
    expect(text).toContain('Node v20.0.0');
    expect(text).toContain('every 7th test');
  });

  it('counts the runs of each folder', () => {
    expect(text).toContain('| language/x | 2 | 2 | 2 | 2 | 1 |');
    expect(text).toContain('| **all** | 2 | 2 | 2 | 2 | 1 |');
  });

  it('tells what this Node lacks, and what Babel does alone, from the rest', () => {
    const compared = { compiled: failed, stress: failed };
    const other = new Tally(['compiled', 'stress']);
    other.add({
      file: 'test/language/x/a.js',
      results: [difference, { ...difference, untouched: failed, printed: failed }],
    });
    other.add({ file: 'test/language/x/b.js', results: [{ ...difference, compared, printed: failed }] });
    other.add({ file: 'test/built-ins/x/c.js', results: [{ ...difference, untouched: failed, compared }] });
    const counts = renderScoreboard(other, { commit: 'abc', every: 1, node: 'v20.0.0' });
    expect(counts).toContain('| language | 3 | 0 | 3 (100.00 %) | 1 (33.33 %) | 1 (33.33 %) | 1 (33.33 %) |');
    expect(counts).toContain('| built-ins | 1 | 0 | 0 (0.00 %) | 0 (0.00 %) | 0 (0.00 %) | 0 (0.00 %) |');
  });

  it('does not compare with what this Node does not parse', () => {
    const refused: Outcome = { status: 'refused', detail: 'GREENLETS101' };
    const untouched: Outcome = { status: 'fail', detail: 'parse: SyntaxError: Unexpected identifier' };
    const other = new Tally(['compiled', 'stress']);
    other.add({
      file: 'test/language/x/a.js',
      results: [
        { ...difference, untouched, compared: { compiled: PASS, stress: PASS }, printed: untouched },
        { ...difference, untouched, compared: { compiled: refused, stress: PASS }, printed: untouched },
      ],
    });
    const counts = renderScoreboard(other, { commit: 'abc', every: 1, node: 'v20.0.0' });
    expect(counts).toContain('| language | 2 | 1 | 1 (50.00 %) | 0 (0.00 %) | 0 (0.00 %) | 1 (50.00 %) |');
  });

  it('lists what differs under its reason', () => {
    expect(text).toContain('### unexplained (1)\n\n- `language/x/y/z.js` (strict; stress)');
    expect(text).toContain('- test/language/x/b.js (SIGKILL)');
  });
});
