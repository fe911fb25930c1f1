import { Followers } from '../../runtime/waiting/links/followers.ts';
import { unlink, type Linked } from '../../runtime/waiting/links/chain.ts';

/** Notes down what it is told. */
class Recorder {
  next: Linked | null = null;
  previous: Linked | null = null;
  readonly told: unknown[] = [];

  fulfilled(value: unknown): void {
    this.told.push(value);
  }

  rejected(error: unknown): void {
    this.told.push('failed', error);
  }
}

describe('Followers', () => {
  it('tells everybody what the own promise comes to, whoever used the callbacks before', async () => {
    const followers = new Followers(true);
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
    const followers = new Followers(true);
    const own = Promise.resolve();
    const calls: ((value: string) => void)[] = [];
    own.then = ((onFulfilled: (value: string) => void) => void calls.push(onFulfilled)) as unknown as typeof own.then;
    const [first, second] = [new Recorder(), new Recorder()];
    followers.add(own, first);
    calls[0]?.('once');
    followers.add(Promise.resolve('other'), second);
    calls[0]?.('again');
    await Promise.resolve();
    expect(first.told).toEqual(['once']);
    expect(second.told).toEqual(['other']);
  });

  it('adds nothing to a promise that somebody has given up; later ones are told in the order of their arrival', async () => {
    const followers = new Followers(true);
    let release: (value: string) => void = () => undefined;
    const promise = new Promise<string>((resolve) => (release = resolve));
    const order: string[] = [];
    const recorder = (name: string): Recorder =>
      Object.assign(new Recorder(), { fulfilled: (value: string) => order.push(`${name}: ${value}`) });
    const gone = recorder('gone');
    const shared = followers.add(promise, gone);
    unlink(gone);
    shared?.left();
    for (const name of ['a', 'b', 'c']) expect(followers.add(promise, recorder(name))).toBe(shared);
    release('now');
    await promise;
    expect(order).toEqual(['a: now', 'b: now', 'c: now']);
    const late = recorder('late');
    followers.add(promise, late);
    await promise;
    expect(order.at(-1)).toBe('late: now');
  });
});
