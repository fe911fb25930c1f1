/** Functions that freeze the whole process, unless they have been replaced by cooperative versions. */
export interface Freezing {
  /** The names of the exports; '' is the module itself, where that is a function. */
  exports: RegExp;
  /** What to write instead. */
  instead: string;
}

const ASYNCHRONOUS_FORM = 'wait for the form that calls back, as in `wait(promisify(NAME)(...))`';
const PROMISE_FORM = 'wait for the form that returns a promise, as in `wait(NAME(...))`';
const ASK = 'read the answer with `node:readline/promises`, as in `wait(rl.question(text))`';
const FETCH = 'use `fetch`, which blocks only the greenlet in marked code';

/** By the module, or the global object, whose functions they are. */
export const FREEZING: ReadonlyMap<string, Freezing> = new Map(
  Object.entries({
    child_process: { exports: /^(?:exec|execFile|spawn)Sync$/, instead: ASYNCHRONOUS_FORM },
    crypto: {
      exports: /^(?:pbkdf2|scrypt|argon2|generateKeyPair|generatePrime|checkPrime)Sync$/,
      instead: ASYNCHRONOUS_FORM,
    },
    zlib: { exports: /Sync$/, instead: ASYNCHRONOUS_FORM },
    Atomics: { exports: /^wait$/, instead: 'wait for `Atomics.waitAsync(...).value`, which is a promise' },
    'readline-sync': { exports: /^(?:question|prompt|key)/, instead: ASK },
    'prompt-sync': { exports: /^$/, instead: ASK },
    'sync-fetch': { exports: /^$/, instead: FETCH },
    'sync-request': { exports: /^$/, instead: FETCH },
    'cross-spawn': { exports: /^sync$/, instead: 'wait for the process that `spawn` returns' },
    execa: { exports: /Sync$/, instead: PROMISE_FORM },
    bcrypt: { exports: /Sync$/, instead: PROMISE_FORM },
    bcryptjs: { exports: /Sync$/, instead: PROMISE_FORM },
  }),
);
