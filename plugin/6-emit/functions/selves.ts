import type { types as t } from '@babel/core';

/** Methods that the emitter gave a name for themselves, which the literal around them must introduce. */
export const selfOf = new WeakMap<t.Node, string>();

export function noteSelf(method: t.Node, self: string): void {
  selfOf.set(method, self);
}

export function selfOfMethod(method: t.Node): string | undefined {
  return selfOf.get(method);
}
