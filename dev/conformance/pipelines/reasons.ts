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
    pipelines: /^before terser$/,
    programs: ['private-methods-with-super', 'rests-with-computed-keys'],
    reason: 'terser 5 fails by itself at some static blocks in functions',
  },
  {
    pipelines: /^before (terser|esbuild)$/,
    programs: [
      'branches-of-expressions',
      'constant-closures',
      'constructor-reassigned-by-argument',
      'declarations-in-native-switch',
      'functions.js (sloppy)',
      'dead-zones-of-outer-variables',
      'functions-in-moved-loop-heads',
      'heads-of-loops-in-generators',
      'messages-name-what-is-no-function',
      'messages-name-what-is-not-iterable',
      'names-from-computed-keys',
      'names-of-functions-and-class-members',
      'parameter-names-in-sources',
      'parameters-with-defaults-and-patterns',
      'parameters-written-in-their-dead-zone',
      'private-accessors',
      'private-instance-fields-that-block',
      'private-methods',
      'private-methods-with-super',
      'static-elements-among-parameters',
      'static-elements-that-block',
      'static-fields-with-computed-keys',
      'switches-in-generators',
      'type-wrappers',
      'yield-in-keys-of-classes',
    ],
    reason: 'prints names, which a minifier shortens',
  },
  {
    pipelines: /^before (terser|esbuild)$/,
    programs: [
      'anonymous-arguments',
      'async-functions-look-async',
      'generators-as-parents',
      'names-of-kept-functions',
      'parenthesized-targets-give-no-name',
      'private-accessors-and-await',
      'prototypes-of-literals',
      'sequences-give-no-name',
      'static-private-fields-that-block',
    ],
    reason: 'a minifier takes out the `0,` and the parentheses that keep functions and classes from getting a name',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11/,
    programs: [
      'anonymous-arguments',
      'instance-fields-that-block',
      'static-elements-among-parameters',
      'static-private-fields-that-block',
    ],
    reason:
      'Babel takes static elements out of classes, and names a class without a name by the variable that this takes',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11/,
    programs: ['private-instance-fields-that-block'],
    reason: 'Babel makes property keys of computed keys of fields only when it defines the fields',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11/,
    programs: ['strict-code-of-classes'],
    reason: 'Babel takes static blocks out of classes, whose code is strict, into sloppy functions',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11/,
    programs: ['generator-parameters-that-block'],
    reason:
      'compares the prototypes of two asynchronous generators: where the parameters block, it stays that of a native one; ' +
      'Babel makes ordinary functions of the others',
  },
  {
    pipelines: /safari 12|ie 11/,
    programs: ['generator-parameters-in-sloppy-code'],
    reason:
      'Babel takes defaults out of parameters, so that `arguments` in sloppy code changes with them; not after a wait',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11/,
    programs: ['generators-as-parents', 'names-of-kept-functions', 'prototypes-of-literals'],
    reason:
      'prints names of anonymous functions and classes, which Babel names by the variables that they are moved to',
  },
  {
    pipelines: /ie 11/,
    programs: ['async-functions-look-async'],
    reason:
      'Babel makes ordinary functions of asynchronous ones; those that we have compiled look asynchronous all the same',
  },
  {
    pipelines: /ie 11/,
    programs: ['parents-that-are-no-constructors'],
    reason: 'Babel says otherwise than the engine why a class cannot have its parent',
  },
  {
    pipelines: /tsc/,
    programs: ['parents-that-are-no-constructors'],
    reason: 'prints errors that quote the text of classes without names, which tsc makes of theirs',
  },
  {
    pipelines: /safari 12/,
    programs: ['messages-name-what-is-not-iterable'],
    reason: 'Babel iterates some patterns by functions of its own, which have other messages',
  },
  {
    pipelines: /coverage/,
    programs: ['messages-name-what-is-not-iterable', 'messages-name-what-is-taken-apart', 'names-of-kept-functions'],
    reason: 'prints what the engine quotes of the source, or names by it; the tool writes counters there',
  },
  {
    pipelines: /ie 11|tsc|coverage/,
    programs: ['replaced-builtins'],
    reason:
      'a border: what takes the place of a method of all strings blocks, and the error that says so needs that method',
  },
  {
    pipelines: /after coverage/,
    programs: ['messages-name-what-is-no-function'],
    reason: 'constructs an async function, which compiled ones allow; without the counter, it has nothing to wait for',
  },
  {
    pipelines: /after (esbuild|terser)|before terser/,
    programs: ['names-seen-by-parameters'],
    reason: 'a minifier loses functions in blocks whose names parameters see from outside',
  },
  {
    pipelines: /after terser/,
    programs: ['messages-name-what-is-not-iterable'],
    reason: 'prints constants, which the minifier writes otherwise',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11|tsc|coverage/,
    programs: ['replaced-builtins.js (sloppy)', 'replaced-builtins.js (strict)'],
    reason: 'replaces what the code that another tool has added uses',
  },
  {
    pipelines: /ie 11/,
    programs: ['functions-as-keys'],
    reason: 'uses the texts of functions as keys; an arrow has that of a function when Babel has made one of it',
  },
  {
    pipelines: /ie 11/,
    programs: ['parenthesized-targets-give-no-name'],
    reason: 'Babel names functions and classes by the variables and keys that they are assigned to, parentheses or not',
  },
  {
    pipelines: /^with decorators and preset-env/,
    programs: ['instance-fields-of-exported-classes'],
    reason: 'Babel 7.20 keeps fields that are there for TypeScript only, and initializes fields in another order',
  },
  {
    pipelines: /decorators and preset-env/,
    programs: ['auto-accessors-with-computed-keys'],
    reason:
      'what Babel alone makes of auto accessors and static private fields mentions a `_Class` that it does not declare',
  },
  {
    pipelines: /chrome 60|safari 12|ie 11|coverage/,
    programs: ['names-from-computed-keys', 'instance-fields-that-block'],
    reason:
      'prints names that anonymous functions and classes lose when a tool takes initializers out or counts in them',
  },
  {
    pipelines: /coverage/,
    programs: ['private-accessors-called'],
    reason: 'prints the text of a function, in which the tool counts',
  },
  {
    pipelines: /^before (terser|esbuild)$/,
    programs: ['super-key-before-super', 'dead-zone-of-what-is-iterated', 'for-in-heads-in-generators'],
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
];

const NO_STATIC_BLOCKS = 'not enabled. Please add `@babel/plugin-transform-class-static-block`';

/** Why a program that the build changes even without our plugin, to `expected`, differs with it; null if nobody can say. */
export function reasonFor(pipeline: string, program: string, actual: string, expected: string): string | null {
  if (isSameButForQuotes(actual, expected)) return 'an error message quotes a name that the build has changed';
  if (actual.includes(NO_STATIC_BLOCKS))
    return 'the decorators plugin of Babel 7.20 asks for the plugin of static blocks';
  const name = program.slice(program.lastIndexOf('/') + 1);
  const known = KNOWN.find(({ pipelines, programs }) => pipelines.test(pipeline) && programs.includes(name));
  return known?.reason ?? null;
}
