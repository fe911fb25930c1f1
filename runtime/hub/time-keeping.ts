import { Clock } from './clock.ts';
import { Clocks } from './clocks.ts';
import { fakeTime, realGlobal } from './fake-time.ts';
import type { Host } from './host.ts';

interface TimeKeeping {
  /** What the host has of a name, whatever is installed in its place. */
  realGlobal: typeof realGlobal;
  fakeTime: typeof fakeTime | null;
  /** See the constructor of `Clocks`. */
  createClock: (host: Host, ring: () => void) => Clock | Clocks;
}

/** How the hub keeps time. */
export const timeKeeping: TimeKeeping = {
  realGlobal: (name) => globalThis[name],
  fakeTime: null,
  createClock: (host, ring) => new Clock(host, ring),
};

// Fake timers are for tests: bundlers take what knows them out of what they build for production. They cannot do so if it is the `try`
// that asks for it.
try {
  // Where nobody has put a value in its place, a browser has no `process`: that throws as well.
  if (process.env.GREENLETS_IN_BUNDLES === undefined || process.env.NODE_ENV !== 'production')
    throw new Error('may be tested');
} catch {
  timeKeeping.realGlobal = realGlobal;
  timeKeeping.fakeTime = fakeTime;
  timeKeeping.createClock = (host, ring) => new Clocks(host, ring);
}
