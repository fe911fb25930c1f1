import {
  getOpenFileLimit,
  getRecursionLimit,
  getSwitchInterval,
  setErrorHandler,
  setOpenFileLimit,
  setRecursionLimit,
  setSwitchInterval,
} from 'greenlets';

describe('settings', () => {
  it('setErrorHandler returns the handler so far, and refuses what is not a function', () => {
    const mine = (): void => undefined;
    const previous = setErrorHandler(mine);
    expect(setErrorHandler(previous)).toBe(mine);
    expect(() => setErrorHandler(null as never)).toThrow('expected a function, got `null`');
  });

  it('setSwitchInterval takes milliseconds', () => {
    const before = getSwitchInterval();
    setSwitchInterval(20);
    expect(getSwitchInterval()).toBe(20);
    setSwitchInterval(before);
    expect(() => setSwitchInterval('5' as never)).toThrow('expected a number of milliseconds');
  });

  it('setRecursionLimit takes a number of calls', () => {
    const before = getRecursionLimit();
    setRecursionLimit(10);
    expect(getRecursionLimit()).toBe(10);
    setRecursionLimit(before);
    expect(before).toBe(1_000_000);
    expect(() => setRecursionLimit(0)).toThrow('expected a whole number of at least 1, got `0` (number)');
  });

  it('setOpenFileLimit takes a number of files', () => {
    const before = getOpenFileLimit();
    setOpenFileLimit(7);
    expect(getOpenFileLimit()).toBe(7);
    setOpenFileLimit(before);
    expect(before).toBe(64);
    for (const bad of [0, -1, 1.5, NaN, '5']) {
      expect(() => setOpenFileLimit(bad as never)).toThrow('expected a whole number of at least 1, got');
    }
  });
});
