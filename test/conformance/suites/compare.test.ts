import { isSame, type Result } from '../../../dev/conformance/suites/compare.ts';
import type { Outcome } from '../../../dev/conformance/suites/perform.ts';
import { reasonFor } from '../../../dev/conformance/suites/reasons.ts';
import { renderScoreboard } from '../../../dev/conformance/suites/scoreboard.ts';
import { suiteNamed } from '../../../dev/conformance/suites/suites.ts';
import { Tally } from '../../../dev/conformance/suites/tally.ts';

const passed: Outcome = { status: 'pass', detail: '', printed: ['1'] };
const failed: Outcome = { status: 'fail', detail: 'Error: no', printed: [] };
const same: Result = { name: 'a.js', untouched: passed, compared: { compiled: passed, stress: passed }, printed: null };
const different: Result = { ...same, name: 'b.js', compared: { compiled: passed, stress: failed }, printed: passed };

describe('two runs of a program', () => {
  it('are the same if they end alike and print the same', () => {
    expect(isSame(passed, { ...passed })).toBe(true);
    expect(isSame(passed, { ...passed, printed: ['2'] })).toBe(false);
    expect(isSame(passed, failed)).toBe(false);
  });
});

describe('a program that differs', () => {
  it('has no reason unless somebody gave one', () => {
    expect(reasonFor(different)).toBeNull();
  });

  it('is explained by the refusal of the compiler', () => {
    const refused: Outcome = { status: 'refused', detail: 'GREENLETS103', printed: [] };
    expect(reasonFor({ ...different, compared: { compiled: refused } })).toBe('refused: GREENLETS103');
  });

  it('is explained by Babel if it differs without the plugin, too', () => {
    expect(reasonFor({ ...different, printed: failed })).toMatch(/Babel alone/);
  });
});

describe('the scoreboard of the suites', () => {
  const tally = new Tally(suiteNamed('regenerator'), 'abc');
  tally.add({ file: 'a.js', total: 3, results: [same, different] });
  tally.addLost('c.js', 'SIGKILL');
  const text = renderScoreboard([tally]);

  it('counts what passes untouched, and what does the same compiled', () => {
    expect(text).toContain('| regenerator | `abc` | 3 | 2 | 2 | 1 |');
  });

  it('lists what differs under its reason', () => {
    expect(text).toContain('### unexplained (1)\n\n- regenerator: `b.js` (stress)');
    expect(text).toContain('- regenerator: c.js (SIGKILL)');
  });
});

it('knows only its suites by name', () => {
  expect(() => suiteNamed('mocha')).toThrow('there is no suite mocha');
});
