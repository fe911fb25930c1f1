import { originalPositionFor, TraceMap, type SourceMapInput } from '@jridgewell/trace-mapping';
import { transformSync as transformWithEsbuild } from 'esbuild';
import ts from 'typescript';
import { transform } from './support/compile.ts';

/** Types and comments shift what is compiled. */
const SOURCE = `interface Options {
  depth: number;
}

// Reads them all.
export function collect(
  paths: string[],
  { depth }: Options,
): string[] {
  'use greenlet';
  const found: string[] = [];
  for (const path of paths) {
    try {
      found.push(read(path) as string);
    } catch (error: unknown) {
      if (isFatal(error)) throw new RangeError('fatal');
    } finally {
      close(path);
    }
  }
  return found.length > depth ? many(found) : one(found);
}
`;

/** Names that no build shortens. */
const NAMES = ['read', 'isFatal', 'RangeError', 'close', 'many', 'one'];

interface Output {
  code: string;
  map: SourceMapInput;
}

const TYPESCRIPT = '@babel/preset-typescript';

function afterTypeScript(): Output {
  const { outputText, sourceMapText = '' } = ts.transpileModule(SOURCE, {
    fileName: '/project/source.ts',
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true },
  });
  return babel(outputText, { inputSourceMap: JSON.parse(sourceMapText) as object });
}

function babel(code: string, options: object): Output {
  const { code: compiled, map } = transform(code, {}, { sourceMaps: true, ...options });
  return { code: compiled ?? '', map: map as SourceMapInput };
}

function beforeEsbuild(code: string, map: SourceMapInput): Output {
  const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  return transformWithEsbuild(`${code}\n${comment}`, { minify: true, sourcemap: true, sourcefile: 'source.js' });
}

function withPresets(...presets: unknown[]): Output {
  return babel(SOURCE, { filename: '/project/source.ts', presets: [...presets, TYPESCRIPT] });
}

const BUILDS: Record<string, () => Output> = {
  'tsc, then greenlets': afterTypeScript,
  'preset-typescript in the same pass': () => withPresets(),
  'preset-env for Chrome 60 and preset-typescript in the same pass': () =>
    withPresets(['@babel/preset-env', { targets: 'chrome 60' }]),
  'preset-env for ES5 and preset-typescript in the same pass': () =>
    withPresets(['@babel/preset-env', { targets: 'ie 11' }]),
  'greenlets, then esbuild': () => {
    const { code, map } = withPresets();
    return beforeEsbuild(code, map);
  },
  'tsc, then greenlets, then esbuild': () => {
    const { code, map } = afterTypeScript();
    return beforeEsbuild(code, map);
  },
};

/** Where in the source the last use of a name in the output comes from: before that are imports and handshakes. */
function sourceOf(name: string, { code, map }: Output): { source: string | null; text: string | undefined } {
  const before = code.slice(0, code.search(new RegExp(`\\b${name}\\((?![\\s\\S]*\\b${name}\\()`))).split('\n');
  const needle = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const { source, line, column } = originalPositionFor(new TraceMap(map), needle);
  const rest = SOURCE.split('\n')[(line ?? 0) - 1]?.slice(column ?? 0);
  return { source, text: rest?.replace(/^new /, '').slice(0, name.length + 1) };
}

describe.each(Object.entries(BUILDS))('The source map of a build with %s', (_, build) => {
  const output = build();

  it.each(NAMES)('maps the call of %s to its place in the source', (name) => {
    const { source, text } = sourceOf(name, output);
    expect(source).toMatch(/(^|\/)source\.ts$/);
    expect(text).toBe(`${name}(`);
  });
});
