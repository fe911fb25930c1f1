import { run, sleep, SwitchError } from 'greenlets';

/** A marked function behind a proxy, and what it says when compiled code calls it in some way. */
async function messageOf(call: (proxy: () => number) => unknown): Promise<string> {
  const proxy = new Proxy(function inner() {
    'use greenlet';
    sleep(1);
    return 1;
  }, {});
  const error: unknown = await run(call, proxy).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(SwitchError);
  return (error as SwitchError).message;
}

describe('a marked function behind a proxy', () => {
  it.each([
    [
      'called',
      (proxy: () => number): unknown => {
        'use greenlet';
        return proxy() + 1;
      },
    ],
    [
      'called by call()',
      (proxy: () => number): unknown => {
        'use greenlet';
        return proxy.call(null) + 1;
      },
    ],
    [
      'given to a native method',
      (proxy: () => number): unknown => {
        'use greenlet';
        return [1].map(proxy);
      },
    ],
  ])('is a border where it is %s, and the message names the proxy', async (_, call) => {
    const message = await messageOf(call);
    expect(message).toMatch(
      /sleep\(\) would block, but \S*inner \(.* was called.* by way of a proxy\. .*: call the function/,
    );
    expect(message).not.toMatch(/callWith|invoke|mark that code/);
  });
});
