import { link } from '../../contract/link.ts';
import { share } from '../../contract/share.ts';
import { ownNameOf } from './greenlet-names.ts';
import type { Greenlet } from '../greenlet.ts';

/** What is shown as the name of a greenlet. */
export function labelNameOf(greenlet: Pick<Greenlet, 'entry' | 'isMain'>): string {
  return ownNameOf(greenlet) || (greenlet.isMain ? 'main' : '(anonymous)');
}

/** The calls that greenlets run, as texts: where that is recorded, and if they have arguments. */
const calls = share(Symbol.for('greenlets:v1:calls'), () => new WeakMap<object, string>());

export function noteCall(greenlet: object, call: string): void {
  calls.set(greenlet, call);
}

/** The call that a greenlet runs, as a text; undefined if that was not recorded. */
export function callOf(greenlet: object): string | undefined {
  return calls.get(greenlet);
}

/** What is shown as its state. */
export function stateOf(greenlet: Pick<Greenlet, 'dead' | 'active'>): string {
  if (greenlet === link.current) return 'running';
  if (greenlet.dead) return 'dead';
  return greenlet.active ? 'suspended' : 'not started';
}

/** What is shown of it as a whole. */
export function labelOf(greenlet: Greenlet): string {
  const call = callOf(greenlet);
  const { name } = greenlet.constructor;
  return `[${name} ${labelNameOf(greenlet)}: ${stateOf(greenlet)}${call === undefined ? '' : `, ${call}`}]`;
}
