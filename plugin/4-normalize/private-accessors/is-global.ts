import type { Resolution } from '../../3-analyze/model.ts';

/** Whether a name means the global variable everywhere in the program. */
export function isGlobal(name: string, { scopeOf }: Resolution): boolean {
  return [...scopeOf.values()].every(({ bindings }) => !bindings.has(name));
}
