/**
 * `node:crypto` whose functions that take long let other greenlets run.
 *
 * They have the parameters, the results and the errors of the originals. In a greenlet they wait for the thread pool, outside
 * greenlets they *are* the originals; so they are where the work is less than the way to another thread. Everything else is
 * that of `node:crypto`.
 *
 * Kill and timeout safety: the work goes on in its thread, and its result is dropped.
 *
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has happened then
 */
import crypto from 'node:crypto';
import { overlay } from '../shared/overlay.ts';
import { functions } from './functions.ts';

export * from 'node:crypto';
export { implemented } from './functions.ts';
export const {
  argon2Sync,
  checkPrimeSync,
  generateKeyPairSync,
  generateKeySync,
  generatePrimeSync,
  hkdfSync,
  pbkdf2Sync,
  randomBytes,
  randomFillSync,
  scryptSync,
  sign,
  verify,
} = functions;

/** The module as an object, as `import crypto from 'node:crypto'` has it. */
const cooperativeCrypto: typeof crypto = overlay(crypto, functions);
export default cooperativeCrypto;
