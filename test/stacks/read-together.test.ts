import { readTogether } from '../../runtime/contract/stacks/read-together.ts';

class First {
  fails(): Error {
    return new Error('failed');
  }
}
class Second extends First {}

describe('Stacks that are read together', () => {
  const before: unknown = Reflect.get(Error, 'prepareStackTrace');
  const format = jest.fn((error: Error, sites: NodeJS.CallSite[]) => `${error.message}: ${sites.map(String).join()}`);

  beforeEach(() => {
    format.mockClear();
    Reflect.set(Error, 'prepareStackTrace', format);
  });
  afterEach(() => {
    Reflect.set(Error, 'prepareStackTrace', before);
  });

  it('are formatted once for each place, and the formatter is there again afterwards', () => {
    const errors = [1, 2, 3].map(() => new First().fails());
    const [one, ...others] = readTogether(() => errors.map(({ stack }) => stack));
    expect(one).toMatch(/^failed: First\.fails .*read-together\.test\.ts/);
    expect(others).toEqual([one, one]);
    expect(format).toHaveBeenCalledTimes(1);
    expect(Reflect.get(Error, 'prepareStackTrace')).toBe(format);
  });

  it('differ if the class of a receiver does', () => {
    const errors = [new First(), new Second()].map((object) => object.fails());
    const [first, second] = readTogether(() => errors.map(({ stack }) => stack));
    expect([first, second]).toEqual([expect.stringContaining('First.fails'), expect.stringContaining('Second.fails')]);
  });
});
