import { link } from '../contract/link.ts';
import { getCurrent } from '../core/greenlet.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';

/** The names that this module replaces. */
export const implemented = ['XMLHttpRequest'] as const;

type Body = XMLHttpRequestBodyInit | Document | null;

/** How a request ends that has no response, and what a synchronous one throws then. */
const FAILURES: Readonly<Record<string, readonly [name: string, message: string]>> = {
  error: ['NetworkError', 'the request could not be made'],
  abort: ['AbortError', 'the request was aborted'],
  timeout: ['TimeoutError', 'the request took too long'],
};

const ENDS = ['load', ...Object.keys(FAILURES)];

/**
 * The class whose synchronous requests block only the greenlet.
 *
 * @param Original that of the platform
 */
function cooperative(Original: typeof globalThis.XMLHttpRequest): typeof globalThis.XMLHttpRequest {
  return class XMLHttpRequest extends Original {
    #blocks = false;

    /**
     * As the original. In a greenlet, a request that is to be synchronous is made asynchronously, and `send` blocks.
     *
     * @param async whether `send` returns at once
     */
    override open(method: string, url: string | URL, async: unknown = true, ...credentials: (string | null)[]): void {
      this.#blocks = !async && link.home !== null;
      super.open(method, url, this.#blocks || Boolean(async), ...credentials);
    }

    /**
     * As the original; blocks the greenlet if the request is to be synchronous.
     *
     * Kill and timeout safety: the request is aborted.
     *
     * @throws {DOMException} `NetworkError`, as a synchronous request, or `AbortError` and `TimeoutError`
     * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has been sent then
     */
    override send(body: Body = null): void {
      'use greenlet';
      if (!this.#blocks || getCurrent().isMain) return super.send(body);
      assertCanWait('XMLHttpRequest.send()');
      const waiter = new Waiter<string>('XMLHttpRequest.send()');
      const listening = new AbortController();
      for (const type of ENDS) this.addEventListener(type, ({ type: how }) => void waiter.wake(how), listening);
      super.send(body);
      let how = '';
      try {
        how = waiter.wait();
      } finally {
        listening.abort();
        if (how === '') this.abort();
      }
      const failure = FAILURES[how];
      if (failure !== undefined) throw new DOMException(failure[1], failure[0]);
    }
  };
}

/**
 * The `XMLHttpRequest` of the platform. After `open(method, url, false)` in a greenlet, `send` blocks only that; outside greenlets it
 * freezes the page, as the original does. Undefined where the platform has none.
 *
 * Kill and timeout safety: the request is aborted.
 *
 * @throws {SwitchError} by `send`, in a greenlet, if unmarked code stands between the greenlet and the call; nothing has been sent then
 */
export const XMLHttpRequest: (typeof globalThis extends { XMLHttpRequest: infer Class } ? Class : never) | undefined =
  typeof globalThis.XMLHttpRequest === 'function' ? cooperative(globalThis.XMLHttpRequest) : undefined;
