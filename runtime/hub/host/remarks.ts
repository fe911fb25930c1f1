import { share } from '../../contract/share.ts';

/** Functions that know what else is to be said where greenlets are stuck; they return null if nothing is. */
export const remarks = share(Symbol.for('greenlets:v1:remarks'), () => new Set<() => string | null>());

/** All that is to be said; null if nothing is. */
export function remarkOnStuck(): string | null {
  const texts = Array.from(remarks, (remark) => remark()).filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join('\n');
}
