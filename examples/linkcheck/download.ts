'use greenlet';

import { withTimeout } from 'greenlets';
import { fetch } from 'greenlets/web/fetch';

/** What became of a request. */
export interface Answer {
  /** Why the link is broken; null if it is not. */
  problem: string | null;
  /** Where the page was found, after redirects. */
  address: string;
  /** The page, if it is HTML and was asked for. */
  html: string | null;
}

type Fetched = ReturnType<typeof fetch>;

/** Reads the page at `address`; gives up after `timeout` ms. */
export function download(address: string, timeout: number): Answer {
  return answerWithin(timeout, address, () => {
    const response = fetch(address);
    if (!response.ok || !isHtml(response)) return dismiss(response);
    return { problem: null, address: response.url, html: response.text() };
  });
}

/** Asks whether there is something at `address`, without reading it; gives up after `timeout` ms. */
export function probe(address: string, timeout: number): Answer {
  return answerWithin(timeout, address, () => {
    const answer = dismiss(fetch(address, { method: 'HEAD' }));
    if (answer.problem === null) return answer;
    return dismiss(fetch(address)); // many servers do not know HEAD
  });
}

function answerWithin(timeout: number, address: string, request: () => Answer): Answer {
  const late = { problem: `no answer within ${timeout} ms`, address, html: null };
  try {
    return withTimeout(timeout, request, { timeoutValue: late });
  } catch (error) {
    return { problem: explain(error), address, html: null };
  }
}

/** Takes note of the status only. An unread body would keep its connection busy. */
function dismiss(response: Fetched): Answer {
  void response.body?.cancel();
  const problem = response.ok ? null : `${response.status} ${response.statusText}`.trimEnd();
  return { problem, address: response.url, html: null };
}

function isHtml(response: Fetched): boolean {
  return /\bhtml\b/.test(response.headers.get('content-type') ?? '');
}

/** `fetch` says "fetch failed", and why in the cause. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
