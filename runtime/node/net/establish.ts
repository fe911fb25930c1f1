import type { Socket as NodeSocket } from 'node:net';
import type { Limit } from '../../time/limit.ts';
import { Turnstile } from './turnstile.ts';

/**
 * Blocks until a connection is there.
 *
 * Kill and timeout safety: it is destroyed.
 *
 * @param event what says so, as "connect"
 * @throws {Timeout} if the timeout is over first
 * @throws what goes wrong
 */
export function establish(stream: NodeSocket, event: string, call: string, limit: Limit): void {
  'use greenlet';
  const turnstile = new Turnstile('connecting');
  let outcome: { readonly error: unknown } | null = null;
  const settle = (error: unknown): void => {
    outcome ??= { error };
    turnstile.notify();
  };
  const succeeded = (): void => settle(null);
  stream.once(event, succeeded);
  stream.on('error', settle);
  stream.once('close', closed);
  let isThere = false;
  try {
    const { error } = turnstile.pass(call, limit, () => outcome ?? undefined) as { error: unknown };
    if (error !== null) throw error as Error;
    isThere = true;
  } finally {
    stream.off(event, succeeded);
    stream.off('close', closed);
    // Without a listener an error that comes later would end the program.
    if (!isThere) stream.destroy();
  }
  stream.off('error', settle);

  function closed(): void {
    settle(new Error(`${call}: the connection was closed`));
  }
}
