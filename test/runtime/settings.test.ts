import { getSwitchInterval, setErrorHandler, setSwitchInterval } from 'greenlets';

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
});
