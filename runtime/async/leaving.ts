import { share } from '../contract/share.ts';

/** How a block is left: by an error, or by the end of it or a jump. */
export type Leaving = { readonly error: unknown } | null;

/** Resources of `using` that must know it, with what to call before they are disposed of. Looked up by identity: a proxy must not notice. */
const told = share(Symbol.for('greenlets:v1:leaving'), () => new WeakMap<object, (leaving: Leaving) => void>());

/** From now on `resource` is told how the block of its `using` is left. */
export function onLeaving(resource: object, tell: (leaving: Leaving) => void): void {
  told.set(resource, tell);
}

export function tellLeaving(resource: unknown, leaving: Leaving): void {
  told.get(resource as object)?.(leaving);
}
