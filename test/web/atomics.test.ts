import { run, sleep, spawn, SwitchError, withTimeout } from 'greenlets';
import { implemented, wait } from '../../runtime/web/atomics.ts';

const shared = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

function outcomeOf(call: () => unknown): unknown {
  try {
    return { returned: call() };
  } catch (error) {
    return { thrown: String(error) };
  }
}

describe('greenlets/web/atomics', () => {
  it('implements wait', () => {
    expect(implemented).toEqual(['wait']);
  });

  it.each([
    ['another value', () => [shared(), 0, 1]],
    ['a timeout', () => [shared(), 0, 0, 1]],
    ['no time', () => [shared(), 0, 0, 0]],
    ['bigints', () => [new BigInt64Array(new SharedArrayBuffer(8)), 0, 0n, 1]],
    ['memory that is not shared', () => [new Int32Array(2), 0, 0]],
    ['cells of another kind', () => [new Uint8Array(new SharedArrayBuffer(8)), 0, 0]],
    ['an index out of range', () => [shared(), 5, 0]],
    ['a value of another type', () => [shared(), 0, 0n]],
  ])('does the same as the original, with %s', async (_title, args) => {
    const call = wait as (...args: unknown[]) => unknown;
    const expected = outcomeOf(() => (Atomics.wait as (...args: unknown[]) => unknown)(...args()));
    const observed = await run(() => {
      'use greenlet';
      try {
        return { returned: call(...args()) };
      } catch (error) {
        return { thrown: String(error).replace('Atomics.waitAsync', 'Atomics.wait') };
      }
    });
    expect(observed).toEqual(expected);
    expect(outcomeOf(() => call(...args()))).toEqual(expected);
  });

  it('is what Atomics.wait stands for in marked code, and lets other greenlets run', async () => {
    const cells = shared();
    const outcome = await run(() => {
      'use greenlet';
      spawn(() => Atomics.notify(cells, 0));
      return Atomics.wait(cells, 0, 0);
    });
    expect(outcome).toBe('ok');
  });

  it('passes a notification on that comes for a greenlet which was killed', async () => {
    const cells = shared();
    const outcomes = await run(() => {
      'use greenlet';
      const first = spawn(() => wait(cells, 0, 0));
      sleep(0);
      const second = spawn(() => wait(cells, 0, 0));
      sleep(0);
      first.kill();
      Atomics.notify(cells, 0, 1);
      return second.get();
    });
    expect(outcomes).toBe('ok');
  });

  it('is ended by a timeout', async () => {
    const outcome = await run(() => {
      'use greenlet';
      return withTimeout(1, () => wait(shared(), 0, 0), { timeoutValue: 'late' });
    });
    expect(outcome).toBe('late');
  });

  it('throws a SwitchError below unmarked code', async () => {
    const block = (): string => {
      'use greenlet';
      return wait(shared(), 0, 0);
    };
    const error = await run(() => {
      'use greenlet';
      return String({ toString: block });
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    expect(String(error)).toContain('Atomics.wait() would block');
  });
});
