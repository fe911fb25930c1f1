import { isMixture, isSameButForQuotes } from '../../dev/conformance/pipelines/resembles.ts';

describe('What a program does after a build', () => {
  const untouched = ['"f" 1', '"g" 2', 'returned'].join('\n');
  const built = ['"" 1', '"" 2', 'returned'].join('\n');

  it('is a mixture if each line is that of the untouched program or of the build without our plugin', () => {
    expect(isMixture(['"f" 1', '"" 2', 'returned'].join('\n'), untouched, built)).toBe(true);
  });

  it('is none if a line is neither', () => {
    expect(isMixture(['"f" 1', '"h" 2', 'returned'].join('\n'), untouched, built)).toBe(false);
  });

  it('is none if lines are missing', () => {
    expect(isMixture('"f" 1', untouched, built)).toBe(false);
  });

  it('may end early if the build does so without our plugin', () => {
    expect(isMixture('"f" 1\nthrew', untouched, '"" 1\nthrew')).toBe(true);
  });

  it('is the same if only the code differs that an error message quotes', () => {
    const threw = (message: string): string => `1\nthrew [TypeError: ${message}]`;
    expect(isSameButForQuotes(threw('t_1 is not a constructor'), threw('K is not a constructor'))).toBe(true);
    const [expression, call] = ['(intermediate value).m is not a function', 'f(...).m is not a function'];
    expect(isSameButForQuotes(threw(expression), threw(call))).toBe(true);
    expect(isSameButForQuotes('1 "f is not a function"', '1 "t is not a function"')).toBe(true);
    expect(isSameButForQuotes('1 "f is not a function"', '2 "t is not a function"')).toBe(false);
    expect(isSameButForQuotes(threw('t_1 is not a function'), threw('K is not a constructor'))).toBe(false);
  });
});
