import crypto from 'node:crypto';
import type { Asynchronous } from '../shared/cooperative.ts';
import { cooperateAll } from '../shared/functions.ts';
import type { CallbackForm, Start } from '../shared/invoke.ts';
import type { Abandonment } from '../shared/operation.ts';
import { isCheap } from './cheap.ts';

/** The usual case: the callback comes after a fixed number of parameters, those left out being undefined. */
function withCallback(name: string, parameters: number): Start {
  return (args, _site, operation) => call(name, padded(args, parameters), operation);
}

function padded(args: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, index) => args[index]);
}

/** Calls `crypto[name]` of this moment, with the arguments and a callback. */
function call(name: string, args: readonly unknown[], { callback }: Pick<Abandonment, 'callback'>): null {
  (Reflect.get(crypto, name) as CallbackForm)(...args, callback);
  return null;
}

/**
 * For signatures, whose errors have no `code` in the asynchronous form of Node 20. What is refused there is refused at once, so the synchronous
 * form tells.
 */
function withCode(name: 'sign' | 'verify', parameters: number): Start {
  return (args, _site, operation) =>
    call(name, padded(args, parameters), {
      callback: (error, result) =>
        operation.callback(error && !('code' in error) ? errorOf(name, args, error) : error, result),
    });
}

function errorOf(name: 'sign' | 'verify', args: readonly unknown[], error: Error): Error {
  try {
    (Reflect.get(crypto, name) as (...args: readonly unknown[]) => unknown)(...args);
    return error;
  } catch (exact) {
    return exact as Error;
  }
}

/** The one callback that is given two results. */
const generateKeyPair: Start = ([type, options], _site, { callback }) => {
  const generate = Reflect.get(crypto, 'generateKeyPair') as CallbackForm;
  generate(type, options, (error: Error | null, publicKey: unknown, privateKey: unknown) =>
    callback(error, { publicKey, privateKey }),
  );
  return null;
};

const randomFill: Start = ([buffer, offset = 0, size], _site, operation) =>
  call('randomFill', [buffer, offset, size], operation);

const asynchronous = {
  argon2Sync: { start: withCallback('argon2', 2) },
  checkPrimeSync: {
    start: ([candidate, options = {}], _site, operation) => call('checkPrime', [candidate, options], operation),
  },
  generateKeyPairSync: { start: generateKeyPair },
  generateKeySync: { start: withCallback('generateKey', 2), staysSynchronous: isCheap.generateKeySync },
  generatePrimeSync: {
    start: ([size, options = {}], _site, operation) => call('generatePrime', [size, options], operation),
  },
  hkdfSync: { start: withCallback('hkdf', 5), staysSynchronous: isCheap.hkdfSync },
  pbkdf2Sync: { start: withCallback('pbkdf2', 5), staysSynchronous: isCheap.pbkdf2Sync },
  randomBytes: { start: withCallback('randomBytes', 1), staysSynchronous: isCheap.randomBytes },
  randomFillSync: { start: randomFill, staysSynchronous: isCheap.randomFillSync },
  scryptSync: { start: withCallback('scrypt', 4) },
  sign: { start: withCode('sign', 3), staysSynchronous: (args) => args.length > 3 },
  verify: { start: withCode('verify', 4), staysSynchronous: (args) => args.length > 4 },
} satisfies Record<string, Asynchronous>;

type Name = keyof typeof asynchronous;

/** The function that only newer versions of Node have. */
interface Newer {
  argon2Sync: (algorithm: string, parameters: object) => Buffer;
}

/** The names of the functions that have a cooperative version. */
export const implemented = Object.keys(asynchronous) as readonly Name[];

/** The cooperative functions; those that this Node lacks are undefined. */
export const functions = cooperateAll('crypto', crypto as typeof crypto & Newer, asynchronous);
