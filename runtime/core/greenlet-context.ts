import { contexts, type Context } from '../contract/contexts/contexts.ts';
import type { Frame } from '../contract/frame.ts';
import { link } from '../contract/link.ts';
import { expected, misuse } from './errors/expected.ts';
import type { Greenlet } from './greenlet.ts';
import { NEW } from './switching/phase.ts';

/** What somebody has given to greenlets that have not begun yet. */
const assigned = new WeakMap<object, Context | null>();
/** Every greenlet that begins looks here, and hardly any program assigns one. */
let used = false;

/** A frame that knows in which context its greenlet goes on. */
interface Holding {
  readonly context: Context | null;
}

/** The context of a greenlet, whatever has become of it. */
export function contextOf(greenlet: Greenlet): Context | null {
  if (greenlet === link.current) return contexts?.capture() ?? null;
  if (greenlet.phase === NEW) return assigned.get(greenlet) ?? null;
  for (let frame = greenlet.top; frame !== null; frame = frame.caller) {
    const holder = holderOf(frame);
    if (holder !== undefined) return holder.context;
  }
  return null;
}

function holderOf(frame: Frame): Holding | undefined {
  if ('context' in frame) return frame as Frame & Holding;
  const self = frame.self;
  return typeof self === 'function' && 'context' in self ? (self as unknown as Holding) : undefined;
}

export function assignContext(greenlet: Greenlet, context: Context | null): void {
  if (greenlet.phase !== NEW)
    throw misuse(new TypeError('the context of a greenlet cannot be replaced after its start'));
  if (!isContext(context)) throw expected('the context of a greenlet, or null', context);
  used = true;
  link.contexts = true;
  assigned.set(greenlet, context);
}

function isContext(value: unknown): boolean {
  return value === null || (typeof value === 'object' && 'runInAsyncScope' in value);
}

/** The greenlet begins: in the context that it was given, if any, or else in that of whoever switches to it. */
export function enterAssigned(greenlet: object): void {
  if (greenlet === heir) enterInherited();
  if (!used || !assigned.has(greenlet)) return;
  contexts?.current?.enter(assigned.get(greenlet) ?? null);
  assigned.delete(greenlet);
}

/** Who begins next, and in which context its switcher is, who leaves it by being suspended before that. */
let heir: object | null = null;
let inheritance: Context | null = null;

/** Lets a greenlet that is about to begin do so in a context. */
export function bequeathContext(greenlet: object, context: Context | null): void {
  heir = greenlet;
  inheritance = context;
}

function enterInherited(): void {
  contexts?.current?.enter(inheritance);
  heir = null;
  inheritance = null;
}
