/** Code under test, of which the tests leave something out: coverage is compared with that of the same code without marks. */
export const COVERED = (types) => `
import { sleep, spawn } from 'greenlets';

export function work(n${types && ': number'})${types && ': string'} {
  'use greenlet';
  const parts${types && ': number[]'} = [];
  for (let i = 0; i < n; i++) {
    sleep(1);
    parts.push(i);
  }
  if (n > 100) {
    parts.push(-1);
  }
  return n > 2 ? parts.join() : 'few';
}

export function never()${types && ': number'} {
  'use greenlet';
  sleep(1);
  return 1;
}

export function both()${types && ': string'} {
  'use greenlet';
  const first = spawn(() => work(3));
  const second = spawn(() => work(1));
  return first.get() + ' ' + second.get();
}
`;

/** Tests of it that block. */
export const test = (library) => `
import { run, sleep, spawn } from 'greenlets';
import { both } from './covered';
${library}

test('blocks as it likes', async () => {
  'use greenlet';
  expect(both()).toBe('0,1,2 few');
});

test('a greenlet outlives the test', async () => {
  'use greenlet';
  spawn(() => sleep(200));
  sleep(1);
});
`;

/** A test in which nobody waits for the real clock. */
export const fakeTimers = (library, timers, advance) => `
import { run, sleep, withTimeout } from 'greenlets';
${library}

function naps() {
  'use greenlet';
  sleep(60_000);
  sleep(60_000);
  return withTimeout(60_000, () => sleep(3_600_000), { timeoutValue: 'timed out' });
}

test('fake timers drive sleep and timeouts', async () => {
  ${timers}.useFakeTimers();
  const result = run(naps);
  await ${advance}(180_001);
  ${timers}.useRealTimers();
  expect(await result).toBe('timed out');
});
`;
