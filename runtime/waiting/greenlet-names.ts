import { share } from '../contract/share.ts';
import { functionName } from '../core/function-name.ts';
import type { Greenlet } from '../core/greenlet.ts';

/** Of those whose name somebody has asked for. */
const names = new WeakMap<object, string>();
/** How many names were made up so far. A test may begin anew, so that it calls everybody the same each time. */
export const naming = share(Symbol.for('greenlets:v1:naming'), () => ({ count: 0 }));

/** The name that a greenlet was given; otherwise that of its function and a number. */
export function nameOfStarted(greenlet: Greenlet): string {
  const name = names.get(greenlet) ?? `${functionName(greenlet.entry) || 'greenlet'}-${String(++naming.count)}`;
  names.set(greenlet, name);
  return name;
}

export function giveName(greenlet: Greenlet, name: string): void {
  names.set(greenlet, name);
}
