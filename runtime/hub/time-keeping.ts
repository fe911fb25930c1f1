import type { Clock } from './time/clock.ts';
import { Clocks } from './time/clocks.ts';
import { fakeTime, realGlobal } from './time/fake-time.ts';
import type { Host } from './host/host.ts';

export interface TimeKeeping {
  /** What the host has of a name, whatever is installed in its place. */
  realGlobal: typeof realGlobal;
  fakeTime: typeof fakeTime | null;
  /** See the constructor of `Clocks`. */
  createClock: (host: Host, ring: () => void) => Clock | Clocks;
}

/** How the hub keeps time: fake timers are seen. In bundles for browsers ../browser/time-keeping.ts decides. */
export const timeKeeping: TimeKeeping = {
  realGlobal,
  fakeTime,
  createClock: (host, ring) => new Clocks(host, ring),
};
