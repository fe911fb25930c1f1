import { inspect } from 'node:util';
import { Queue, run, spawn, trackSpawns, type LoopExit } from 'greenlets';
import { callText } from '../../runtime/greenlets/spawning/call-text.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';

class Account {
  readonly id = 7;
}

describe('the text of a call', () => {
  const secret = (): never => {
    throw new Error('code of the program ran');
  };
  const trapped = new Proxy({}, { get: secret, getPrototypeOf: secret, has: secret, getOwnPropertyDescriptor: secret });
  const accessors = Object.defineProperty({}, 'constructor', { get: secret });
  class Tagged {
    get [Symbol.toStringTag](): string {
      return secret();
    }
    static get [Symbol.hasInstance](): never {
      return secret();
    }
  }

  it.each<[unknown[], string]>([
    [[], 'load()'],
    [['a.txt', 3, true, null, undefined], 'load("a.txt", 3, true, null, 1 more)'],
    [['x'.repeat(100)], `load("${'x'.repeat(20)}…")`],
    [[1n, 10n ** 40n, Symbol('s'), -0.5], 'load(1n, …n, Symbol(s), -0.5)'],
    [[[], [1, 2], {}, { a: 1 }], 'load([], […], {…}, {…})'],
    [[new Account(), new Map(), Account, () => 1], 'load(Account, Map, Account, function)'],
    [[trapped, accessors, new Tagged(), Object.create(trapped)], 'load({…}, {…}, Tagged, {…})'],
    [[Object.create(null), new Proxy(Account, { get: secret })], 'load({…}, function)'],
  ])('is short, and runs no code of the program: %#', (args, text) => {
    expect(callText('load', args)).toBe(text);
  });

  it('stands in what console.log shows of a greenlet, and in messages, if spawns are tracked', async () => {
    const host = useVirtualHost();
    trackSpawns(true);
    function take(queue: Queue, count: number): unknown {
      'use greenlet';
      return [queue.get(), count];
    }
    const shown: string[] = [];
    const failed = run(() => {
      'use greenlet';
      const greenlet = spawn(take, new Queue(), 3);
      greenlet.name = 'taker';
      shown.push(inspect(greenlet));
      greenlet.get();
    });
    const error: unknown = await settle(host, failed).catch((reason: unknown) => reason);
    trackSpawns(false);
    expect(shown).toEqual(['[Greenlet taker: not started, take(Queue, 3)]']);
    expect((error as LoopExit).message).toContain('taker, take(Queue, 3), waits for Queue.get()');
  });
});
