import type { Greenlet } from '../core/greenlet.ts';
import { nameOf } from '../core/names/greenlet-names.ts';

/** What messages call a greenlet that holds something, or is waited for. */
export function callOf(greenlet: Greenlet, addition = ''): string {
  return `${nameOf(greenlet)}${addition}${greenlet.dead ? ', which has ended' : ''}`;
}

/** How many of them are named; the rest is counted. */
export const MOST_NAMED = 5;

/**
 * Several of them: `a, b and c`.
 *
 * @param call what to call each
 */
export function callAll(greenlets: readonly Greenlet[], call = callOf): string {
  const names = greenlets.slice(0, MOST_NAMED).map((greenlet) => call(greenlet));
  if (greenlets.length > MOST_NAMED) names.push(`${String(greenlets.length - MOST_NAMED)} more`);
  const last = names.pop() ?? 'nobody';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
