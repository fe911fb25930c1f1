import { isAbsolute, resolve } from 'node:path';
import { expected } from '../../core/errors/expected.ts';

const MODULE = 'the URL of a module, or a path that is absolute or begins with ./ or ../';

/**
 * Where threads find a module: a URL or an absolute path. A thread would look for any other path in another folder than the program.
 *
 * @throws {TypeError} if it is neither a URL nor a path
 */
export function moduleOf(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== 'string') throw expected(MODULE, module);
  if (isAbsolute(module)) return module;
  if (/^\.\.?[/\\]/.test(module)) return resolve(module);
  if (URL.canParse(module)) return module;
  throw expected(MODULE, module);
}
