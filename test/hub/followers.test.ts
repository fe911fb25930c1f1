import { Followers } from '../../runtime/hub/followers.ts';

/** Notes down what it is told. */
class Recorder {
  readonly told: unknown[] = [];

  wake(value: unknown): void {
    this.told.push(value);
  }

  fail(error: unknown): void {
    this.told.push('failed', error);
  }
}

describe('Followers', () => {
  it('tells everybody what the own promise comes to, whoever used the callbacks before', async () => {
    const followers = new Followers();
    const recorders: Recorder[] = [];
    for (let round = 0; round < 3; round++) {
      const [slow, failing, fast] = [new Recorder(), new Recorder(), new Recorder()];
      let release: (value: string) => void = () => undefined;
      followers.add(new Promise<string>((resolve) => (release = resolve)), slow);
      followers.add(Promise.reject<string>(new RangeError(`x${round}`)), failing);
      followers.add(Promise.resolve(`fast ${round}`), fast);
      await Promise.resolve();
      expect(slow.told).toEqual([]);
      release(`slow ${round}`);
      await Promise.resolve();
      recorders.push(slow, failing, fast);
      expect(slow.told).toEqual([`slow ${round}`]);
      expect(failing.told).toEqual(['failed', new RangeError(`x${round}`)]);
      expect(fast.told).toEqual([`fast ${round}`]);
    }
    expect(recorders.map(({ told }) => told.length)).toEqual([1, 2, 1, 1, 2, 1, 1, 2, 1]);
  });

  it('gives the callbacks of a promise with a `then` of its own to nobody else', async () => {
    const followers = new Followers();
    const own = Promise.resolve();
    const calls: ((value: string) => void)[] = [];
    Reflect.defineProperty(own, 'then', { value: (onFulfilled: (value: string) => void) => calls.push(onFulfilled) });
    const [first, second] = [new Recorder(), new Recorder()];
    followers.add(own, first);
    calls[0]?.('once');
    followers.add(Promise.resolve('other'), second);
    calls[0]?.('again');
    await Promise.resolve();
    expect(first.told).toEqual(['once', 'again']);
    expect(second.told).toEqual(['other']);
  });
});
