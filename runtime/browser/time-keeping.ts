import { Clock } from '../hub/time/clock.ts';
import { Clocks } from '../hub/time/clocks.ts';
import { fakeTime, realGlobal } from '../hub/time/fake-time.ts';
import type { TimeKeeping } from '../hub/time-keeping.ts';

/* Takes the place of ../hub/time-keeping.ts in bundles for browsers. Fake timers are for tests: nothing knows them in production. */

/** How the hub keeps time. */
export const timeKeeping: TimeKeeping = {
  realGlobal: (name) => globalThis[name],
  fakeTime: null,
  createClock: (host, ring) => new Clock(host, ring),
};

// Bundlers take fake timers out of what they build for production. They cannot do so if it is the `try` that asks for them.
try {
  // Where nobody has put a value in its place, a browser has no `process`: that throws as well.
  if (process.env.NODE_ENV !== 'production') throw new Error('may be tested');
} catch {
  timeKeeping.realGlobal = realGlobal;
  timeKeeping.fakeTime = fakeTime;
  timeKeeping.createClock = (host, ring) => new Clocks(host, ring);
}
