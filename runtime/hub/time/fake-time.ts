import type { TimeSource } from '../host/host.ts';

/** The clock that @sinonjs/fake-timers leaves on the functions that it puts in the place of the real ones. */
interface FakeClock {
  readonly now: number;
  readonly performance?: { now?(): number };
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const sources = new WeakMap<FakeClock, TimeSource>();

/** The fake clock that is installed at this moment, by Jest, Vitest or sinon; null if there is none. */
export function fakeTime(): TimeSource | null {
  const clock = installedClock();
  return clock === null ? null : sourceOf(clock);
}

/** A global as it was before a fake clock took its place. */
export function realGlobal<Name extends keyof typeof globalThis>(name: Name): (typeof globalThis)[Name] {
  const originals = installedClock() as Record<string, (typeof globalThis)[Name]> | null;
  return originals?.[`_${name}`] ?? globalThis[name];
}

function installedClock(): FakeClock | null {
  const { clock } = globalThis.setTimeout as { clock?: FakeClock };
  return clock !== undefined && typeof clock.setTimeout === 'function' && typeof clock.now === 'number' ? clock : null;
}

function sourceOf(clock: FakeClock): TimeSource {
  const known = sources.get(clock);
  if (known !== undefined) return known;
  const source: TimeSource = {
    // Unlike `clock.now`, it does not jump when a test sets the date.
    now: () => clock.performance?.now?.() ?? clock.now,
    setTimeout(callback, ms) {
      const timer = clock.setTimeout(callback, ms);
      return () => clock.clearTimeout(timer);
    },
  };
  sources.set(clock, source);
  return source;
}
