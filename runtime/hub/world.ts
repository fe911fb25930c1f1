import type { Greenlet } from '../core/greenlet.ts';
import type { Host } from './host/host.ts';
import type { Live } from './live-greenlets.ts';
import type { ReadyQueue } from './task.ts';
import type { TimeKeeping } from './time-keeping.ts';

/** What the hub schedules in, and what is pending there. */
export interface World {
  readonly host: Host;
  readonly clock: ReturnType<TimeKeeping['createClock']>;
  readonly ready: ReadyQueue;
  readonly isInOrder: boolean;
  /** Those that have been started, and have not ended, in the order of their starts. */
  readonly greenlets: (Greenlet & Live)[];
}
