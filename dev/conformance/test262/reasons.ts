import { minimatch } from 'minimatch';
import { differing, findReason } from '../report/reason.ts';
import { isSame } from './outcome.ts';
import type { Difference } from './tally.ts';

interface Reason {
  /** Paths of tests, from `test/`. */
  pattern: string;
  reason: string;
}

/** Why tests are known to differ. A reason must convince somebody who knows the language specification. */
const KNOWN: readonly Reason[] = [
  {
    pattern: 'built-ins/Function/prototype/toString/**',
    reason: 'the source text of a function is that of the compiled one',
  },
  {
    pattern: 'built-ins/Array/prototype/*/create-proto-from-ctor-realm-array.js',
    reason:
      'what is given a callback that blocks is not the native method, and no program can tell whether a constructor is the `Array` of another realm',
  },
  {
    pattern: 'language/**/async-function/forbidden-ext/b1/**',
    reason:
      'a compiled `async function` is an ordinary function that returns a promise, since a native one would settle it a job later; in sloppy code, ordinary functions have `caller` and `arguments`',
  },
  {
    pattern: 'language/statements/for-await-of/ticks-with-*-constructor-lookup*.js',
    reason:
      'a promise is awaited through `then`, which looks up its `constructor` once more: only a getter can tell, and an `await` of the engine for each of ours would cost all programs time',
  },
  {
    pattern: 'language/expressions/await/for-await-of-interleaved.js',
    reason:
      'what an async generator yields is a promise of ours while marked code iterates it, since an interruption has to end the wait: it is settled a job later',
  },
  {
    pattern: 'staging/sm/regress/regress-577648-1.js',
    reason:
      'the `caller` of a function of sloppy code that goes on after a wait is null: it is the trampoline, which is strict code, that has called it',
  },
  {
    pattern: 'built-ins/{Map,WeakMap}/prototype/get/get.js',
    reason: 'the test deletes a method that the runtime calls, which is part of the same realm',
  },
];

/** Why a run differs: found in the run itself, or known; null if nobody can say. */
export function reasonFor(difference: Difference): string | null {
  const path = difference.file.replace(/^test\//, '');
  const known = KNOWN.find(({ pattern }) => minimatch(path, pattern));
  if (isUnknownSyntax(difference)) return NOT_PARSED;
  return findReason(difference, isSame) ?? known?.reason ?? (passesOnlyCompiled(difference) ? NOT_NATIVE : null);
}

export const NOT_PARSED =
  'this Node does not parse what the test is about, so that there is nothing to compare with; compiled it passes';
export const NOT_NATIVE = 'this Node does not know, or does not get right, what the test is about; compiled it passes';

/** Whether the untouched program is no program to this Node, though it should be one. */
function isUnknownSyntax(difference: Difference): boolean {
  const { status, detail } = difference.untouched;
  return status === 'fail' && detail.startsWith('parse: SyntaxError') && passesOnlyCompiled(difference);
}

function passesOnlyCompiled(difference: Difference): boolean {
  return differing(difference, isSame).every(([, { status }]) => status === 'pass');
}
