import type { Greenlet } from '../core/greenlet.ts';
import { nameOf } from '../hub/errors.ts';

/** What messages call a greenlet that holds something, or is waited for. */
export function callOf(greenlet: Greenlet): string {
  return greenlet.dead ? `${nameOf(greenlet)}, which has ended` : nameOf(greenlet);
}

/** Several of them: `a, b and c`. */
export function callAll(greenlets: readonly Greenlet[], most = 5): string {
  const names = greenlets.slice(0, most).map(callOf);
  if (greenlets.length > most) names.push(`${String(greenlets.length - most)} more`);
  const last = names.pop() ?? 'nobody';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
