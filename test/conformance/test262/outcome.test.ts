import { describeThrown, judge, PASS, type Failure } from '../../../dev/conformance/test262/outcome.ts';
import type { Metadata } from '../../../dev/conformance/test262/metadata.ts';

const plain: Metadata = { flags: new Set(), includes: [], negative: null };
const asynchronous: Metadata = { ...plain, flags: new Set(['async']) };
const early: Metadata = { ...plain, negative: { phase: 'parse', type: 'SyntaxError' } };
const thrown: Failure = { phase: 'runtime', type: 'Test262Error', message: 'wrong' };

describe('a run', () => {
  it('passes if nothing is thrown', () => {
    expect(judge(plain, null, [])).toEqual(PASS);
  });

  it('fails with what was thrown', () => {
    expect(judge(plain, thrown, [])).toEqual({ status: 'fail', detail: 'Test262Error: wrong' });
  });

  it('of an asynchronous test passes only if the test says that it is done', () => {
    expect(judge(asynchronous, null, ['Test262:AsyncTestComplete'])).toEqual(PASS);
    expect(judge(asynchronous, null, [])).toEqual({ status: 'fail', detail: '$DONE was not called' });
    const failure = 'Test262:AsyncTestFailure:Error: no';
    expect(judge(asynchronous, null, [failure])).toEqual({ status: 'fail', detail: failure });
  });

  it('of a negative test passes if the right error comes at the right time', () => {
    expect(judge(early, { phase: 'parse', type: 'SyntaxError', message: '' }, [])).toEqual(PASS);
    expect(judge(early, { phase: 'runtime', type: 'SyntaxError', message: 'late' }, [])).toMatchObject({
      status: 'fail',
    });
    expect(judge(early, { phase: 'parse', type: 'TypeError', message: '' }, [])).toMatchObject({ status: 'fail' });
    expect(judge(early, null, [])).toEqual({
      status: 'fail',
      detail: 'expected a SyntaxError, but nothing was thrown',
    });
  });
});

describe('what was thrown', () => {
  it('is described by its constructor and message', () => {
    expect(describeThrown(new RangeError('far'), 'runtime')).toEqual({
      phase: 'runtime',
      type: 'RangeError',
      message: 'far',
    });
  });

  it('may be no object', () => {
    expect(describeThrown('text', 'parse')).toEqual({ phase: 'parse', type: 'string', message: 'text' });
  });

  it('may resist being looked at', () => {
    const hostile = Object.defineProperty({}, 'constructor', {
      get() {
        throw new Error('hands off');
      },
    });
    expect(describeThrown(hostile, 'runtime')).toMatchObject({ type: 'unknown' });
  });
});
