import { link } from '../contract/link.ts';
import type { Greenlet } from './greenlet.ts';

/** What is shown as the name of a greenlet. */
export function nameOf(greenlet: Pick<Greenlet, 'entry' | 'isMain'>): string {
  if ('name' in greenlet && typeof greenlet.name === 'string') return greenlet.name;
  if (greenlet.isMain) return 'main';
  const name = greenlet.entry?.name ?? '';
  return name === '' ? '(anonymous)' : name;
}

/** What is shown as its state. */
export function stateOf(greenlet: Pick<Greenlet, 'dead' | 'active'>): string {
  if (greenlet === link.current) return 'running';
  if (greenlet.dead) return 'dead';
  return greenlet.active ? 'suspended' : 'not started';
}
