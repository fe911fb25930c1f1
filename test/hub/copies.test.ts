import * as first from 'greenlets';

/** A program may load the runtime twice, as an ES module and as a CommonJS module. */
describe('two copies of the runtime', () => {
  let second!: typeof first;

  beforeAll(() => {
    jest.isolateModules(() => {
      second = jest.requireActual<typeof first>('greenlets');
    });
  });

  it('are two', () => {
    expect(second.Greenlet).not.toBe(first.Greenlet);
  });

  it('share the hub', async () => {
    const interval = first.getSwitchInterval();
    second.setSwitchInterval(interval + 1);
    expect(first.getSwitchInterval()).toBe(interval + 1);
    second.setSwitchInterval(interval);
  });

  it('know the errors of each other', async () => {
    expect(new first.LoopExit([])).toBeInstanceOf(second.LoopExit);
    expect(new second.Timeout(1)).toBeInstanceOf(first.Timeout);
    expect(new first.PoolFull()).toBeInstanceOf(second.Full);
    expect(new RangeError('x')).not.toBeInstanceOf(second.Empty);
  });
});
