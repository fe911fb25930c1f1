import { expected } from '../../core/errors/expected.ts';

/** @throws {TypeError} if `object` has no such method, and so is something else than `what` */
export function assertHas(method: string, object: unknown, what: string): void {
  const { [method]: found } = Object(object) as Record<string, unknown>;
  if (typeof found !== 'function') throw expected(what, object);
}
