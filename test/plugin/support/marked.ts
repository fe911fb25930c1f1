import { compile, type PluginOptions } from './compile.ts';

/**
 * Which functions of a program are compiled: of those that call `probe("name")`, the names, in the order of the source.
 * (A compiled call is a statement of its own; the others stay where they are.)
 */
export function markedIn(source: string, options: PluginOptions = {}, filename = '/project/source.ts'): string[] {
  const sourceType = filename.endsWith('.cjs') ? 'script' : 'module';
  return probedIn(compile(source, options, { filename, sourceType, presets: ['@babel/preset-typescript'] }));
}

/** The same in what a program was compiled to. */
export function probedIn(code: string): string[] {
  return [...code.matchAll(/result(?:\$greenlets)?(?:_\d+)? = probe\("(\w+)"\)/g)].map(([, name]) => name ?? '').sort();
}
