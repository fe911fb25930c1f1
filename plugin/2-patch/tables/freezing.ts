/** Functions that freeze the whole process, unless they have been replaced by cooperative versions. */
export interface Freezing {
  /** The names of the exports; '' is the module itself, where that is a function. */
  exports: RegExp;
  /** What to write instead. */
  instead: string;
}

/** For functions that have a cooperative version, which the plugin could not put in place. */
function cooperativeForm(module: string): string {
  return `import \`FUNCTION\` from \`${module}\`, where it blocks only the greenlet`;
}

const PROMISE_FORM = 'wait for the form that returns a promise, as in `wait(NAME(...))`';
const ASK = 'read the answer with `node:readline/promises`, as in `wait(rl.question(text))`';
const WAIT_FOR_CHILD =
  'wait for the end of the process, as in `wait(once(spawn(...), "close"))` with `once` of `node:events`';
const FETCH = 'use `fetch`, which blocks only the greenlet in marked code';

/** By the module, or the global object, whose functions they are. */
export const FREEZING: ReadonlyMap<string, Freezing> = new Map(
  Object.entries({
    child_process: {
      exports: /^(?:exec|execFile|spawn)Sync$/,
      instead: cooperativeForm('greenlets/node/child-process'),
    },
    crypto: {
      exports: /^(?:pbkdf2|scrypt|argon2|generateKeyPair|generatePrime|checkPrime)Sync$/,
      instead: cooperativeForm('greenlets/node/crypto'),
    },
    zlib: { exports: /Sync$/, instead: cooperativeForm('greenlets/node/zlib') },
    Atomics: { exports: /^wait$/, instead: cooperativeForm('greenlets/web/atomics') },
    'readline-sync': { exports: /^(?:question|prompt|key)/, instead: ASK },
    'prompt-sync': { exports: /^$/, instead: ASK },
    'sync-fetch': { exports: /^$/, instead: FETCH },
    'sync-request': { exports: /^$/, instead: FETCH },
    'cross-spawn': { exports: /^sync$/, instead: WAIT_FOR_CHILD },
    execa: { exports: /Sync$/, instead: PROMISE_FORM },
    bcrypt: { exports: /Sync$/, instead: PROMISE_FORM },
    bcryptjs: { exports: /Sync$/, instead: PROMISE_FORM },
  }),
);
