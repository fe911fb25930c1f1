import { VirtualHost } from '../../dev/conformance/virtual-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import { run } from '../../runtime/greenlets/run.ts';

export { VirtualHost };

/** Puts the hub into a fresh virtual world. */
export function useVirtualHost(): VirtualHost {
  const host = new VirtualHost();
  hub.useHost(host);
  return host;
}

/** Like `run`, in a fresh virtual world, which it turns until the promise is settled. */
export async function runVirtually<Args extends unknown[], R>(
  fn: (...args: Args) => R | PromiseLike<R>,
  ...args: Args
): Promise<R> {
  return settle(useVirtualHost(), run(fn, ...args));
}

/** Turns a virtual world until a promise is settled. */
export async function settle<R>(host: VirtualHost, promise: PromiseLike<R>): Promise<R> {
  let settled = false;
  const mark = (): void => {
    settled = true;
  };
  promise.then(mark, mark);
  await host.turnUntil(() => settled);
  return promise;
}
