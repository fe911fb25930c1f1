import { joinAll, sleep, spawn } from 'greenlets';

/** At the top level of this file. */
const messages: unknown[] = [];
try {
  sleep(1);
} catch (error) {
  messages.push(String(error));
}
try {
  joinAll([spawn(() => 1)]);
} catch (error) {
  messages.push(String(error));
}

it('what would block at the top level of a file is told that it cannot do so in Jest', () => {
  const advice =
    'no greenlet is running: start one with run() or spawn(): files cannot wait at their top level in Jest, which runs them as CommonJS';
  expect(messages).toEqual([
    `SwitchError: sleep() would block, but ${advice}`,
    `SwitchError: joinAll() would block, but ${advice}. Code that is not compiled can use \`await Promise.all(greenlets)\``,
  ]);
});
