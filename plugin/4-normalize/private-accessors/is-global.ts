import type { Analysis } from '../../3-analyze/model.ts';

/** Whether a name means the global variable everywhere in the program. */
export function isGlobal(name: string, { scopeOf }: Analysis): boolean {
  return [...scopeOf.values()].every(({ bindings }) => !bindings.has(name));
}
