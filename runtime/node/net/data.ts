import { expected } from '../../core/errors/expected.ts';

/** @throws {TypeError} if it is neither text nor bytes */
export function checkData(data: unknown): void {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) throw expected('a string or a Uint8Array', data);
}
