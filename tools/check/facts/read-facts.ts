import type * as babel from '@babel/core';
import type { NodePath, ParserOptions, types as t } from '@babel/core';
import type { ExplainedSource } from '../../../plugin/explain/explain.ts';
import type { FileFacts, Verdict } from '../../../plugin/explain/facts.ts';
import type { ResolvedOptions } from '../../../plugin/interface/options.ts';
import { withBabel } from '../../compile/babel/babel.ts';
import { isTypeScript } from '../../compile/language.ts';

const NOTHING: FileFacts = {
  marked: new Set(),
  own: [],
  cooperative: [],
  bound: [],
  nearMisses: [],
  freezing: [],
  refusal: null,
};

const CLEAR: Verdict = { refusal: null, idle: new Set() };

/** What must occur in a file where there is something to know: a mark, or something that has a cooperative version. */
const INTERESTING =
  /green-?let|\bfetch\b|\bAtomics\b|['"](?:node:)?(?:fs|child_process|crypto|dns|events|readline|stream|zlib|timers\/promises)['"]/i;

/**
 * What the compiler knows about a file. A file that Babel cannot read has no facts: whoever checks types complains.
 *
 * @param source as the type checker sees it, so that positions are the same
 */
export function readFacts(filename: string, source: string, options: ResolvedOptions): FileFacts {
  if (options.mark !== 'all' && !INTERESTING.test(source)) return NOTHING;
  return withBabel(({ explain }) => withProgram(filename, source, options, explain)) ?? NOTHING;
}

/** What the compiler finds when it analyses the file as a whole, which takes some milliseconds. */
export function readVerdict(filename: string, source: string, options: ResolvedOptions): Verdict {
  return withBabel(({ judge }) => withProgram(filename, source, options, judge)) ?? CLEAR;
}

/** Null: it is no JavaScript or TypeScript. */
function withProgram<Result>(
  filename: string,
  source: string,
  options: ResolvedOptions,
  use: (source: ExplainedSource) => Result,
): Result | null {
  return withBabel(({ parseSync, traverse }) => {
    const ast = parse(parseSync, filename, source);
    if (ast === null) return null;
    const path = (): NodePath<t.Program> => programPath(ast, traverse);
    return use({ program: ast.program, path, code: source, options: { ...options, filename } });
  });
}

function programPath(ast: t.File, traverse: typeof babel.traverse): NodePath<t.Program> {
  const found: NodePath<t.Program>[] = [];
  traverse(ast, {
    Program(path) {
      found.push(path);
      path.stop();
    },
  });
  const [program] = found;
  if (program === undefined) throw new Error('a file has no program');
  // A path that was stopped is visited no more.
  program.shouldSkip = false;
  return program;
}

type Plugins = NonNullable<ParserOptions['plugins']>;
type Parse = (code: string, options: object) => t.File | null;

/** Decorators come in two syntaxes, of which the newer one has none for parameters. */
function parse(parseSync: Parse, filename: string, source: string): t.File | null {
  for (const decorators of ['decorators', 'decorators-legacy'] as const) {
    try {
      const plugins: Plugins = [decorators, 'decoratorAutoAccessors', ...languagePlugins(filename)];
      return parseSync(source, {
        filename,
        configFile: false,
        babelrc: false,
        // TypeScript for CommonJS has imports, too.
        sourceType: filename.endsWith('.cjs') ? 'script' : 'unambiguous',
        parserOpts: { plugins, allowReturnOutsideFunction: true, allowNewTargetOutsideFunction: true },
      });
    } catch {
      // The other syntax may be it.
    }
  }
  return null;
}

function languagePlugins(filename: string): Plugins {
  if (!isTypeScript(filename)) return ['jsx'];
  return filename.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'];
}
