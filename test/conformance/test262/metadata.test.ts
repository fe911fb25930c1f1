import { readMetadata } from '../../../dev/conformance/test262/metadata.ts';

describe('the head of a test', () => {
  it('names flags and includes in brackets', () => {
    const { flags, includes } = readMetadata('/*---\nflags: [onlyStrict, async]\nincludes: [a.js, b.js]\n---*/');
    expect([...flags]).toEqual(['onlyStrict', 'async']);
    expect(includes).toEqual(['a.js', 'b.js']);
  });

  it('names includes in a list with dashes, whatever ends its lines', () => {
    const { includes } = readMetadata('/*---\r\nincludes:\r\n  - a.js\r\n  - b.js\r\nfeatures: [x]\r\n---*/');
    expect(includes).toEqual(['a.js', 'b.js']);
  });

  it('says with which error the test ends, and when', () => {
    const { negative } = readMetadata('/*---\nnegative:\n  phase: parse\n  type: SyntaxError\nflags: [raw]\n---*/');
    expect(negative).toEqual({ phase: 'parse', type: 'SyntaxError' });
  });

  it('may say nothing', () => {
    expect(readMetadata('1;')).toEqual({ flags: new Set(), includes: [], negative: null });
  });
});
