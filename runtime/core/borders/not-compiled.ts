import { link } from '../../contract/link.ts';
import type { AnyFunction } from '../../contract/frame.ts';

/** A directive, where a statement can begin. The compiler takes those out that it has seen. */
const DIRECTIVE = /[{;}\n]\s*(['"])use greenlet\1\s*(?:[;}\n]|[^\s.,:?()[\]+-])/;

/** A property of the global object where the loader compiles whatever is marked. */
const LOADER = Symbol.for('greenlets:v1:loader');

/** Where the configuration of each tool is described. */
const PAGE = 'docs/tools.md of the package';

/** Who translates the program while it runs, by a variable that it sets. */
const RUNNERS: readonly (readonly [variable: string, advice: string])[] = [
  ['VITEST', 'add the plugin greenlets/vite to the configuration of Vitest'],
  ['JEST_WORKER_ID', 'set the transform of the Jest configuration to "greenlets/jest"'],
];

/**
 * What to say of a call that cannot block because the compiler has not seen the code; null if it has, as far as one can tell.
 *
 * @param entry what the greenlet runs that is in the way; undefined if there is none
 * @param place the function that made the call, with its file, as far as it is known
 */
export function explainMissingBuild(entry: AnyFunction | null | undefined, place: string | undefined): string | null {
  if (entry != null && isMarkedSource(entry)) {
    const where = place === undefined ? 'the file that it is in' : `the file of ${place}`;
    return `${entry.name || 'an anonymous function'} is marked with "use greenlet" and has not been compiled: the plugin did not run on ${where}. ${advice()}`;
  }
  if (link.hasCompiled || LOADER in globalThis) return null;
  return `nothing of this program has been compiled${place === undefined ? '' : `, ${place} neither`}. Mark what may block with "use greenlet", and start it with run() or spawn(). If it is marked, the plugin did not run: ${advice()}`;
}

/** What the engine calls sources that are no files, and pass by every loader: those of `node -e`, of standard input, and of the REPL. */
const NO_FILE = /(?:^|\/)(?:\[(?:worker )?eval\d*\]|\[stdin\]|REPL\d+)$/;

/** What to say of a call in code that nothing ever compiles; null if it is in a file. */
export function explainUncompilable(
  caller: { readonly file: string | null; readonly text: string } | undefined,
): string | null {
  if (caller?.file == null || !NO_FILE.test(caller.file)) return null;
  return `${caller.text} is not compiled: what is given to Node by -e or on standard input never is. Put it into a file`;
}

/** For code that is not compiled: that may be the fault of the build. */
export function orOfTheBuild(): string {
  return ` (if it is marked, the plugin did not run on that file: see ${PAGE})`;
}

function isMarkedSource(fn: AnyFunction): boolean {
  try {
    return DIRECTIVE.test(Function.prototype.toString.call(fn));
  } catch {
    return false;
  }
}

function advice(): string {
  const { env } = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process ?? {};
  const [, runner] = RUNNERS.find(([variable]) => env?.[variable] !== undefined) ?? [];
  return (
    (runner ??
      'Add the plugin of the tool that builds the program (greenlets/vite, /rollup, /webpack, /rspack, /esbuild, greenlets/plugin ' +
        'for Babel), or start it with `greenlets run`. A bundler without the plugin drops the directives first in files') +
    `: see ${PAGE}`
  );
}
