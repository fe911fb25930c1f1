import { transformSync, type PluginItem, type TransformOptions } from '@babel/core';
import { transformSync as transformWithEsbuild } from 'esbuild';
import { extname } from 'node:path';
import { minify_sync as minifyWithTerser } from 'terser';
import ts from 'typescript';

/** A file on its way through a build. */
export interface Source {
  code: string;
  /** Its extension tells the language. */
  file: string;
  /** Modules are strict; they become CommonJS in the end. */
  isModule: boolean;
}

/** One step of a build. It passes `plugin` to Babel if that is the step in which our plugin runs, and if it is given. */
export type Stage = (source: Source, plugin: PluginItem | null) => Source;

type Options = Pick<TransformOptions, 'plugins' | 'presets' | 'assumptions'>;

export const TYPESCRIPT = '@babel/preset-typescript';

/** Where our plugin stands among the plugins of a run of Babel. */
type Position = 'first' | 'last' | 'absent';

/** Runs Babel once. TypeScript is compiled on the way. */
export function babel({ plugins = [], presets = [], ...options }: Options, position: Position = 'absent'): Stage {
  return ({ code, file, isModule }, plugin) => {
    const ours = plugin === null || position === 'absent' ? [] : [plugin];
    const others = plugins ?? [];
    const result = transformSync(code, {
      ...options,
      filename: file,
      configFile: false,
      babelrc: false,
      browserslistConfigFile: false,
      compact: false,
      sourceType: isModule ? 'module' : 'script',
      parserOpts: { allowReturnOutsideFunction: true },
      plugins: position === 'first' ? [...ours, ...others] : [...others, ...ours],
      presets: withTypeScript(presets ?? [], file),
    });
    return { code: result?.code ?? '', file: asJavaScript(file), isModule };
  };
}

function withTypeScript(presets: PluginItem[], file: string): PluginItem[] {
  return isTypeScript(file) && !presets.includes(TYPESCRIPT) ? [...presets, TYPESCRIPT] : presets;
}

/** Runs Babel with our plugin and nothing else. */
export const greenlets = babel({}, 'first');

/** A step of which CommonJS comes out, even of a file that is a module by its name. */
export function asScript(stage: Stage): Stage {
  return (source, plugin) => {
    const { code, file } = stage(source, plugin);
    return { code, file: file.replace(/\.mjs$/, '.js'), isModule: false };
  };
}

/** The last step of every build: makes a module CommonJS, if it still is one, so that it can be run. */
export const finish = asScript(babel({ plugins: ['@babel/plugin-transform-modules-commonjs'] }));

/** TypeScript's own compiler, which also compiles JavaScript for older engines. */
export function typeScript(target: ts.ScriptTarget): Stage {
  return ({ code, file, isModule }) => {
    const compilerOptions: ts.CompilerOptions = {
      target,
      module: ts.ModuleKind.ESNext,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- needed for ES5
      downlevelIteration: true,
      alwaysStrict: isModule,
      ignoreDeprecations: '6.0',
      allowJs: true,
    };
    const { outputText } = ts.transpileModule(code, { fileName: file, compilerOptions });
    return { code: outputText, file: asJavaScript(file), isModule };
  };
}

/** Names of functions and classes stay: programs look at them. */
export const terser: Stage = ({ code, file, isModule }) => {
  const parse = { bare_returns: true };
  const { code: minified } = minifyWithTerser(code, {
    parse,
    module: isModule,
    keep_fnames: true,
    keep_classnames: true,
  });
  return { code: minified ?? '', file, isModule };
};

export const esbuild: Stage = ({ code, file, isModule }) => {
  const loader = isTypeScript(file) ? 'ts' : 'js';
  const { code: minified } = transformWithEsbuild(code, { loader, minify: true, keepNames: true, platform: 'neutral' });
  return { code: minified, file: asJavaScript(file), isModule };
};

function isTypeScript(file: string): boolean {
  return extname(file) === '.ts';
}

function asJavaScript(file: string): string {
  return isTypeScript(file) ? file.replace(/\.ts$/, '.js') : file;
}
