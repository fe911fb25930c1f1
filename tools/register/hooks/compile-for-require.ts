import { compileCached } from '../../compile/cache/compile-cached.ts';
import { formatOf } from '../../compile/project/format.ts';
import { withoutStrangeSourceMap } from '../../compile/input-source-map.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { isRunInProject, needsCompilation } from '../../compile/project/scope.ts';

/**
 * What `require` runs instead of the source of a file, on Node versions without `module.registerHooks`.
 *
 * There, `require` of an ES module passes by every hook: what the module imports would not be compiled, and TypeScript
 * not found. So ES modules of the project become CommonJS when they are required; where the program imports
 * them too, that is a second instance.
 *
 * @throws {CompileError} if the source is at fault
 */
export function compileForRequire(source: string, filename: string, options: CompileOptions): string {
  if (!isRunInProject(filename, options)) return source;
  const from = formatOf(filename, source);
  if (from === 'commonjs' && !needsCompilation(filename, source, options)) {
    return withoutStrangeSourceMap(filename, source);
  }
  return compileCached({ filename, source, from, to: 'commonjs', options }).code;
}
