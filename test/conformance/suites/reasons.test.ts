import type { Result } from '../../../dev/conformance/suites/compare.ts';
import type { Outcome } from '../../../dev/conformance/suites/perform.ts';
import { reasonFor } from '../../../dev/conformance/suites/reasons.ts';

const passing = (...printed: string[]): Outcome => ({ status: 'pass', detail: '', printed });

function result(compiled: Outcome, printed: Outcome): Result {
  return { name: 'test/a.js', untouched: passing('1'), compared: { compiled, stress: passing('1') }, printed };
}

describe('The reason for a difference', () => {
  it('is Babel if it makes the same difference without the plugin', () => {
    expect(reasonFor(result(passing('2'), passing('2')))).toBe(
      'Babel alone, without the plugin, makes the same difference',
    );
  });

  it('is not known if only the compiled program prints something else', () => {
    expect(reasonFor(result(passing('2'), passing('1')))).toBeNull();
  });

  it('is the refusal of the compiler', () => {
    const refused: Outcome = { status: 'refused', detail: 'GREENLETS101', printed: [] };
    expect(reasonFor(result(refused, passing('1')))).toBe('refused: GREENLETS101');
  });
});
