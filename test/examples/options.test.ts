import { readOptions } from '../../examples/linkcheck/options.ts';

function read(...args: string[]): ReturnType<typeof readOptions> {
  return readOptions(['node', 'linkcheck.ts', ...args]);
}

describe('readOptions', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Reads options that end the process; returns the exit code and what was printed. */
  function readLast(...args: string[]): { code: unknown; printed: string } {
    let printed = '';
    const print = (text: unknown): boolean => ((printed += String(text)), true);
    jest.spyOn(process.stdout, 'write').mockImplementation(print);
    jest.spyOn(process.stderr, 'write').mockImplementation(print);
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('the process has ended');
    });
    expect(() => read(...args)).toThrow('the process has ended');
    return { code: exit.mock.calls[0]?.[0], printed };
  }

  it('has a default for everything', () => {
    expect(read()).toEqual({ url: undefined, workers: 20, timeout: 10_000, maxPages: 1000 });
  });

  it('understands an address and options in any order', () => {
    const options = read('--workers', '3', 'https://example.org', '--timeout', '50', '-m', '7');
    expect(options).toEqual({ url: 'https://example.org/', workers: 3, timeout: 50, maxPages: 7 });
  });

  it.each([
    [['ftp://example.org'], 'expected an address such as https://example.org, got "ftp://example.org"'],
    [['https://'], 'expected an address such as https://example.org, got "https://"'],
    [['example'], 'expected an address such as https://example.org, got "example"'],
    [['--workers', '0'], 'expected a positive whole number'],
    [['--timeout', 'soon'], 'expected a positive whole number'],
    [['--max-pages', '1.5'], 'expected a positive whole number'],
    [['--wrokers', '3'], "unknown option '--wrokers'"],
    [['http://a.test', 'http://b.test'], 'too many arguments'],
  ])('refuses %j with code 2', (args, message) => {
    const { code, printed } = readLast(...args);
    expect(printed).toContain(message);
    expect(code).toBe(2);
  });

  it('explains itself with code 0', () => {
    const { code, printed } = readLast('--help');
    expect(printed).toContain('Usage: linkcheck [options] [url]');
    expect(code).toBe(0);
  });
});
