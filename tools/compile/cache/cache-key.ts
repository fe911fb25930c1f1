import type { CompileOptions } from '../options.ts';
import { sha256 } from './sha256.ts';
import { packageVersion } from './version.ts';

/**
 * Names everything that decides about the output besides the file itself, for caches that outlive a build. Null if it cannot be named:
 * what a type checker says about one file depends on others.
 */
export function cacheKey({ plugin: { types, ...plugin }, include }: CompileOptions): string | null {
  if (types !== null) return null;
  const facts = JSON.stringify([packageVersion(), plugin, include]);
  return sha256(facts).slice(0, 16);
}
