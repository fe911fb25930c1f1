import { isSameButForQuotes } from './resembles.ts';

interface Reason {
  pipelines: RegExp;
  /** Names of programs, without their folders. */
  programs: readonly string[];
  reason: string;
}

/** Why programs are known to differ after builds. */
const KNOWN: readonly Reason[] = [
  {
    pipelines: /^before (terser|esbuild)$/,
    programs: [
      'branches-of-expressions',
      'constant-closures',
      'functions.js (sloppy)',
      'names-from-computed-keys',
      'names-of-functions-and-class-members',
      'parameters-with-defaults-and-patterns',
      'private-accessors',
      'private-methods',
      'static-elements-that-block',
    ],
    reason: 'prints names, which a minifier shortens',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11|coverage/,
    programs: ['names-from-computed-keys'],
    reason:
      'prints names that anonymous functions and classes lose when a tool takes initializers out or counts in them',
  },
  {
    pipelines: /^before (terser|esbuild)$/,
    programs: ['super-key-before-super', 'dead-zone-of-what-is-iterated'],
    reason: 'a minifier takes reads out whose only effect may be a ReferenceError',
  },
  {
    pipelines: /^before esbuild$/,
    programs: ['deleted-variables-and-values'],
    reason: 'esbuild makes `delete x` of `delete { a: x }.a`',
  },
  {
    pipelines: /^(last, with coverage|after coverage|after esbuild)$/,
    programs: ['static-elements-in-all-functions', 'static-elements-that-block'],
    reason: 'a border: static private fields after a call that the tool has added cannot be moved out of their class',
  },
  {
    pipelines: /^after (terser|esbuild)$/,
    programs: ['private-accessors'],
    reason: 'a border: private accessors are used where no call can take their place',
  },
];

/** Why a program that the build changes even without our plugin, to `expected`, differs with it; null if nobody can say. */
export function reasonFor(pipeline: string, program: string, actual: string, expected: string): string | null {
  if (isSameButForQuotes(actual, expected)) return 'an error message quotes a name that the build has changed';
  const name = program.slice(program.lastIndexOf('/') + 1);
  const known = KNOWN.find(({ pipelines, programs }) => pipelines.test(pipeline) && programs.includes(name));
  return known?.reason ?? null;
}
