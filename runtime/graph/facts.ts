import type { SourcePosition } from '../contract/stacks/lines/lines.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { givenName } from './names.ts';
import { taking } from './taking.ts';

/** The method by which an object tells what it knows of those who wait for it. */
export const FACTS: unique symbol = Symbol.for('greenlets:v1:facts') as never;

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Who can end a wait. */
export interface Wakers {
  readonly greenlets: readonly Greenlet[];
  /** How many of them must get on, so that one that waits does. */
  readonly need: number;
  /** By which deed: by giving back what they hold, or by coming to their end. One that has ended gives nothing back any more. */
  readonly by: 'release' | 'end';
  /** Whether nobody else can. */
  readonly certain: boolean;
}

/** What an object knows of itself. */
export interface Facts {
  /** In a few words; empty if there is nothing to tell: `held by a, 2 wait`. */
  readonly state: string;
  /** Null if anybody might. */
  readonly wakers: Wakers | null;
  /** Whether all that there was to do here has been done, so that who waits for more may do so for ever. */
  readonly isDone?: boolean;
  /** What one waits for, if that is not the object itself: `a place in`. */
  readonly part?: string;
  /** How those who can end a wait are introduced: `held by`, unless it is by their end. */
  readonly relation?: string;
  /** What to tell if those who hold it wait for it themselves. */
  readonly hint?: string;
}

/** An object that greenlets wait for. */
export interface Known {
  [FACTS](): Facts;
}

/** A proxy of the program may throw. */
export function isKnown(object: object): object is Known {
  try {
    return FACTS in object;
  } catch {
    return false;
  }
}

/** What an object is called: `Semaphore "lock 1"`, or `Semaphore (made at lock.ts:3)`. */
export function titleOf(object: object): string {
  const kind = kindOf(object);
  const name = givenName(object);
  if (name !== undefined) return `${kind} ${JSON.stringify(name)}`;
  const place = taking.placeOf?.(object);
  return place === undefined ? kind : `${kind} (made at ${inShort(place)})`;
}

/** The form of an object that returns promises has no constructor that can be seen. */
export function kindOf(object: object): string {
  return (Object.getPrototypeOf(object) as object).constructor.name;
}

/** A place in the sources: `bank.js:14`. */
export function inShort({ file, line }: SourcePosition): string {
  return `${baseName(file)}:${String(line)}`;
}

export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/**
 * Lets `console.log` and `String` show the instances of a class: its name, that of the object, and its state. The fields of a subclass
 * follow.
 *
 * @param own the names of the fields of the class itself
 */
export function shown(target: { prototype: Known }, own: readonly string[] = []): void {
  function describe(this: Known): string {
    const { state } = this[FACTS]();
    return `[${titleOf(this)}${state === '' ? '' : `: ${state}`}]`;
  }
  function inspect(
    this: Known,
    _depth: number,
    options: object,
    show: (value: unknown, options: object) => string,
  ): string {
    const fields = Object.entries(this).filter(([key]) => !own.includes(key));
    const label = describe.call(this);
    return fields.length === 0 ? label : `${label} ${show(Object.fromEntries(fields), options)}`;
  }
  for (const [key, value] of [
    ['toString', describe],
    [INSPECT, inspect],
  ] as const)
    Object.defineProperty(target.prototype, key, { value, writable: true, configurable: true });
}

/** `2 wait`, and what else there is, as one text. */
export function stateOf(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== '').join(', ');
}

/** How many there are of something; empty if none. */
export function counted(count: number, what: string): string {
  return count === 0 ? '' : `${String(count)} ${what}`;
}
