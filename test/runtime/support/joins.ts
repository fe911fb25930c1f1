'use greenlet';

import * as greenlets from 'greenlets';
import type { Greenlet } from 'greenlets';

/* Ways to wait for the end of a greenlet. */

export function join(greenlet: Greenlet): void {
  greenlet.join();
}

export function get(greenlet: Greenlet): void {
  greenlet.get();
}

export function joinAll(greenlet: Greenlet): void {
  greenlets.joinAll([greenlet]);
}

export function waitFor(greenlet: Greenlet): void {
  greenlets.waitFor([greenlet]);
}

export function wait(greenlet: Greenlet): void {
  greenlets.wait(greenlet);
}
