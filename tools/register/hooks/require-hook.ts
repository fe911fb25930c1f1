import { addHook } from 'pirates';
import { SOURCE_EXTENSIONS } from '../../compile/language.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { isRunInProject } from '../../compile/project/scope.ts';
import { compileForRequire } from './compile-for-require.ts';

/** Compiles what `require` loads, on Node versions without `module.registerHooks`. */
export function hookRequire(options: CompileOptions): void {
  addHook((source, filename) => compileForRequire(source, filename, options), {
    extensions: [...SOURCE_EXTENSIONS, ''],
    matcher: (filename) => isRunInProject(filename, options),
    ignoreNodeModules: false,
  });
}
