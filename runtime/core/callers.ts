import type { Greenlet } from './greenlet.ts';

/** Of a longer chain of calls nobody wants to know. */
const MOST_CALLS = 100;

/** Who has called the `async` function whose body runs in a greenlet, who has called that one, and so on. */
export function* callersOf(greenlet: Greenlet): Generator<Greenlet> {
  let caller = callerOf(greenlet);
  for (let calls = 0; caller !== null && calls < MOST_CALLS; calls++) {
    yield caller;
    caller = callerOf(caller);
  }
}

/** Null for whatever is no body of an `async` function. */
function callerOf(greenlet: Greenlet): Greenlet | null {
  return 'caller' in greenlet ? (greenlet.caller as Greenlet | null) : null;
}
