import type { ListenOptions, Server } from 'node:net';
import { Turnstile } from './turnstile.ts';
import { assertCanWait } from '../../waiting/waiter.ts';

/** Begins to listen, and blocks until the server does. */
export function establishListening(server: Server, options: ListenOptions): void {
  'use greenlet';
  assertCanWait('server.start()');
  const turnstile = new Turnstile('starting');
  let outcome: { readonly error: unknown } | null = null;
  const settle = (error: unknown): void => {
    outcome ??= { error };
    turnstile.notify();
  };
  const succeeded = (): void => settle(null);
  server.once('listening', succeeded);
  server.once('error', settle);
  let isThere = false;
  try {
    server.listen(options);
    const { error } = turnstile.pass('server.start()', null, () => outcome ?? undefined) as { error: unknown };
    if (error !== null) throw error as Error;
    isThere = true;
  } finally {
    server.off('listening', succeeded);
    server.off('error', settle);
    if (!isThere && server.listening) server.close();
  }
}
