import { share } from '../contract/share.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';
import type { Sink } from '../hub/sink.ts';

/** Whoever observes greenlets; the ES module and the CommonJS copy of the runtime share the set, as they share the hub. */
const sinks = share(Symbol.for('greenlets:v1:sinks'), () => new Set<Sink>());

/** Tells `sink` what greenlets do, beside any other. Returns a function that ends that. */
export function addSink(sink: Sink): () => void {
  sinks.add(sink);
  update();
  return () => {
    sinks.delete(sink);
    update();
  };
}

/** Whether there is one of this kind. */
export function hasSink(isOfKind: (sink: Sink) => boolean): boolean {
  return [...sinks].some(isOfKind);
}

/** The hub tells one sink, and none costs it least. */
function update(): void {
  const [first, ...others] = sinks;
  if (first === undefined) hub.sink = null;
  else hub.sink = others.length === 0 ? first : new Fan([first, ...others]);
}

/** Passes everything on to several sinks. */
class Fan implements Sink {
  readonly #sinks: readonly Sink[];

  constructor(all: readonly Sink[]) {
    this.#sinks = all;
  }

  started(greenlet: Greenlet): void {
    for (const sink of this.#sinks) sink.started(greenlet);
  }

  resumed(greenlet: Greenlet): void {
    for (const sink of this.#sinks) sink.resumed(greenlet);
  }

  paused(greenlet: Greenlet): void {
    for (const sink of this.#sinks) sink.paused(greenlet);
  }

  waits(greenlet: Greenlet, reason: string): void {
    for (const sink of this.#sinks) sink.waits(greenlet, reason);
  }

  woken(greenlet: Greenlet): void {
    for (const sink of this.#sinks) sink.woken(greenlet);
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void {
    for (const sink of this.#sinks) sink.ended(greenlet, failed, result);
  }
}

/** A sink that wants to hear of little. */
export class QuietSink implements Sink {
  started(greenlet: Greenlet): void;
  started(): void {
    // Nothing to do.
  }

  resumed(greenlet: Greenlet): void;
  resumed(): void {
    // Nothing to do.
  }

  paused(greenlet: Greenlet): void;
  paused(): void {
    // Nothing to do.
  }

  waits(greenlet: Greenlet, reason: string): void;
  waits(): void {
    // Nothing to do.
  }

  woken(greenlet: Greenlet): void;
  woken(): void {
    // Nothing to do.
  }

  ended(greenlet: Greenlet, failed: boolean, result: unknown): void;
  ended(): void {
    // Nothing to do.
  }
}
