import { OptionValidator, findSuggestion } from '@babel/helper-validator-option';
import { resolvePatch } from './resolve-patch.ts';
import type { TypeSource } from './type-source.ts';

/** Where warnings go: a message with file, position and code frame. */
export type Warn = (message: string) => void;

/** Whether a function or class that is imported from a module under a name never suspends; without a module, methods of that name. */
export type NeverSuspends = (module: string | null, name: string) => boolean;

/** From modules to what replaces them; under `green`, a list of modules that return promises. */
export type Patch = Record<string, string | readonly string[]>;

/** The options of the plugin, as a user writes them. */
export interface Options {
  /**
   * Which functions are compiled: those marked with the directive `"use greenlet"` or the tag `@greenlet`
   * (`"directive"`, the default), or every function that is not marked `"use no greenlet"` and has nothing to do with
   * direct `eval` or `with` (`"all"`).
   */
  mark?: 'directive' | 'all';
  /** Makes every yield point suspend once, to test that a program means the same when it suspends. */
  stress?: boolean;
  /**
   * Whether references to `node:fs`, `fetch` and the like in marked functions use the cooperative versions; an object
   * adds modules of your own: `{ "module": "replacement" }`. Of those that it lists as `green`, marked functions see views in which
   * every promise is waited for, as `green` of `greenlets/green` makes them. Paths are seen from the configuration's file.
   */
  patch?: boolean | Patch;
  /** The package that generated code imports; `greenlets` unless it is vendored under another name. */
  runtime?: string;
  /**
   * Whether an ES module copies what it imports from the runtime to constants, which run faster (the default). `false`
   * is for modules that may run before the runtime has been evaluated: those of the runtime itself.
   */
  constants?: boolean;
  /**
   * Whether the functions of the file stay out of the stacks of errors, as those of the runtime do. For code that users
   * would not call theirs.
   */
  hidden?: boolean;
  /**
   * Tells which functions and classes that the file imports never suspend, by module and name, so that a call of one is no yield point;
   * and, with null in the place of the module, which methods do, whoever has them. For the runtime itself, whose files are known.
   * Whoever tells wrong gets wrong code.
   */
  neverSuspends?: NeverSuspends | null;
  /**
   * Whether calls in tail position, as in `return f(x)`, keep the frame of their caller while they are suspended, so that it is in the
   * stacks of errors. Then code is longer, and recursions in tail position take memory.
   */
  tailFrames?: boolean;
  /**
   * What a type checker knows about the program: `typesOf('tsconfig.json')` of `greenlets/types`. Calls of the methods of
   * strings, arrays, maps and the like, which cannot suspend, are then left as they are also where the file alone does
   * not tell what they are called on.
   */
  types?: TypeSource | null;
  /**
   * Whether to warn of calls in marked functions that freeze the process, as `execSync` does; a function takes the
   * messages instead of `console.warn`. By default, builds warn whose Babel environment (`BABEL_ENV` or `NODE_ENV`) is
   * "development", which it is where nothing says otherwise.
   */
  warnings?: boolean | Warn | null;
  /**
   * Is told the name of each pass of the compiler and shown the program after it, which must not be changed: to see how the
   * compiler comes to its output. `greenlets compile --passes` prints it.
   */
  onPass?: OnPass | null;
}

/** Sees the program, an AST of Babel, after a pass of the compiler. */
export type OnPass = (pass: string, program: object) => void;

/** `warnings: null` means that the environment decides. In `patch`, paths are absolute. */
export type ResolvedOptions = Required<Options>;

/** The options, for one file. */
export type FileOptions = ResolvedOptions & { readonly filename: string | null };

const DEFAULTS: ResolvedOptions = {
  mark: 'directive',
  stress: false,
  patch: true,
  runtime: 'greenlets',
  constants: true,
  hidden: false,
  neverSuspends: null,
  tailFrames: false,
  types: null,
  warnings: null,
  onPass: null,
};
/** What the plugin can be told. */
export const OPTION_NAMES: readonly string[] = Object.keys(DEFAULTS);
const validator = new OptionValidator('greenlets/plugin');

/**
 * Fills in the defaults; a misspelt name or a value of the wrong type is an error that says what was meant.
 *
 * @param dirname the folder of the configuration's file
 */
export function resolveOptions(options: Options, dirname: string): ResolvedOptions {
  validator.validateTopLevelOptions(options, Object.fromEntries(OPTION_NAMES.map((name) => [name, name])));
  return {
    mark: validateMark(options.mark),
    stress: validator.validateBooleanOption('stress', options.stress, DEFAULTS.stress),
    patch: validatePatch(options.patch, dirname),
    runtime: validator.validateStringOption('runtime', options.runtime, DEFAULTS.runtime),
    constants: validator.validateBooleanOption('constants', options.constants, DEFAULTS.constants),
    hidden: validator.validateBooleanOption('hidden', options.hidden, DEFAULTS.hidden),
    neverSuspends: validateNeverSuspends(options.neverSuspends),
    tailFrames: validator.validateBooleanOption('tailFrames', options.tailFrames, DEFAULTS.tailFrames),
    types: validateTypes(options.types),
    warnings: validateWarnings(options.warnings),
    onPass: validateOnPass(options.onPass),
  };
}

function validateMark(mark: unknown = DEFAULTS.mark): ResolvedOptions['mark'] {
  if (mark === 'directive' || mark === 'all') return mark;
  const suggestion = findSuggestion(String(mark), ['directive', 'all']);
  throw new Error(
    validator.formatMessage(
      `'mark' must be "directive" or "all", got ${JSON.stringify(mark)}\n- Did you mean "${suggestion}"?`,
    ),
  );
}

function validatePatch(patch: unknown = DEFAULTS.patch, dirname: string): ResolvedOptions['patch'] {
  if (typeof patch === 'boolean') return patch;
  if (isPatch(patch)) return resolvePatch(patch, dirname);
  throw new Error(
    validator.formatMessage(
      `'patch' must be a boolean, or an object from module names to module names, and from "green" to an array of them`,
    ),
  );
}

function validateTypes(types: unknown = DEFAULTS.types): TypeSource | null {
  if (types === null || isTypeSource(types)) return types;
  throw new Error(validator.formatMessage(`'types' must be what typesOf() of greenlets/types returns`));
}

function validateNeverSuspends(tell: unknown = DEFAULTS.neverSuspends): NeverSuspends | null {
  if (tell === null || isNeverSuspends(tell)) return tell;
  throw new Error(validator.formatMessage(`'neverSuspends' must be a function that takes a module and a name`));
}

function isNeverSuspends(value: unknown): value is NeverSuspends {
  return typeof value === 'function';
}

function validateWarnings(warnings: unknown = DEFAULTS.warnings): ResolvedOptions['warnings'] {
  if (warnings === null || typeof warnings === 'boolean' || isWarn(warnings)) return warnings;
  throw new Error(validator.formatMessage(`'warnings' must be a boolean, or a function that takes messages`));
}

function validateOnPass(onPass: unknown = DEFAULTS.onPass): OnPass | null {
  if (onPass === null || isOnPass(onPass)) return onPass;
  throw new Error(validator.formatMessage(`'onPass' must be a function that takes the name of a pass and a program`));
}

function isOnPass(value: unknown): value is OnPass {
  return typeof value === 'function';
}

function isWarn(value: unknown): value is Warn {
  return typeof value === 'function';
}

function isTypeSource(value: unknown): value is TypeSource {
  return typeof value === 'object' && value !== null && 'typesIn' in value && typeof value.typesIn === 'function';
}

function isPatch(value: unknown): value is Patch {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([key, entry]) => isString(entry) || (key === 'green' && isStringArray(entry)));
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
