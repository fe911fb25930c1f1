import type { Kinds } from '../kind.ts';
import { asyncBodies } from './async-bodies.ts';
import { channels } from './channels.ts';
import { control } from './control.ts';
import { events } from './events.ts';
import { functions } from './functions.ts';
import { greenlets } from './greenlets.ts';
import { groups } from './groups.ts';
import { joining } from './joining.ts';
import { killing } from './killing.ts';
import { linking } from './linking.ts';
import { locks } from './locks.ts';
import { outside } from './outside.ts';
import { queues } from './queues.ts';
import { raw } from './raw.ts';
import { rendezvous } from './rendezvous.ts';
import { semaphores } from './semaphores.ts';
import { signals } from './signals.ts';
import { taskGroups } from './task-groups.ts';
import { timeouts } from './timeouts.ts';

/** All kinds of operations, by their names. */
export const kinds: Kinds = {
  ...asyncBodies,
  ...channels,
  ...control,
  ...events,
  ...functions,
  ...greenlets,
  ...groups,
  ...joining,
  ...killing,
  ...linking,
  ...locks,
  ...outside,
  ...queues,
  ...raw,
  ...rendezvous,
  ...semaphores,
  ...signals,
  ...taskGroups,
  ...timeouts,
};
