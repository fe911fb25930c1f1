import module from 'node:module';
import { isDiskCacheWanted } from '../compile/cache/wanted.ts';

/**
 * Where Node can (22.1 and later), it keeps what it makes of the code that it loads from now on: compiled code is longer than its source, and
 * there is our own.
 */
export function rememberBytecode(): void {
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown };
  if (isDiskCacheWanted()) enableCompileCache?.();
}
