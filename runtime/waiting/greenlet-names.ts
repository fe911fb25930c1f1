import { functionName } from '../core/function-name.ts';
import type { Greenlet } from '../core/greenlet.ts';

/** Of those whose name somebody has asked for. */
const names = new WeakMap<object, string>();
let named = 0;

/** The name that a greenlet was given; otherwise that of its function and a number. */
export function nameOfStarted(greenlet: Greenlet): string {
  const name = names.get(greenlet) ?? `${functionName(greenlet.entry) || 'greenlet'}-${String(++named)}`;
  names.set(greenlet, name);
  return name;
}

export function giveName(greenlet: Greenlet, name: string): void {
  names.set(greenlet, name);
}
