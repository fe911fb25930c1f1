import { defaultHost } from '../../hub/host/default-host.ts';
import type { Host } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';
import { observers } from '../../hub/observers.ts';
import { Profiler } from './profiler.ts';
import type { Profile } from './types.ts';

/**
 * Finds out from now on where the program waits and where it runs: by call sites, with logical stacks. It also tells how long the program would take at best if
 * what waits did so in several greenlets at a time.
 *
 * Times are those of the clock that counts when it begins. Begun outside `virtualTime` and `explore`, it tells how long their waits take in reality; begun
 * within, how long they take there.
 *
 * Each wait takes a few microseconds longer. `greenlets profile FILE` does this for a whole program.
 *
 * @returns a function that ends it, and returns what was found
 * @throws {Error} if a profile is being made already
 */
export function profile(): () => Profile {
  return record(true);
}

/** The same for a program that is about to be loaded: its time begins with its first greenlet, or with its first call that holds up the process. */
export function profileProgram(): () => Profile {
  return record(false);
}

function record(beginsNow: boolean): () => Profile {
  if (observers.some((observer) => observer instanceof Profiler))
    throw new Error('a profile is being made already: end that one first');
  // The clock of the world in which it begins; a virtual one that comes and goes has its own.
  const { host } = hub;
  const profiler = new Profiler(() => host.now(), idleClock(host), beginsNow);
  const remove = observers.add(profiler);
  let result: Profile | null = null;
  return () => {
    remove();
    result ??= profiler.end(hub.live);
    return result;
  };
}

interface Process {
  threadCpuUsage?(): { readonly user: number; readonly system: number };
}

/**
 * A clock that stands still while this thread computes, where Node can tell (23.9 and later). Elsewhere, all the time counts in which no greenlet runs. What
 * Node knows of its event loop does not help: samples of the processor interrupt its waits.
 */
function idleClock(host: Host): () => number {
  const { process } = globalThis as { process?: Process };
  if (host !== defaultHost || process?.threadCpuUsage === undefined) return () => host.now();
  return () => {
    const { user = 0, system = 0 } = process.threadCpuUsage?.() ?? {};
    return host.now() - (user + system) / 1000;
  };
}
