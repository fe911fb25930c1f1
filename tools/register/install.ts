import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { CompileOptions } from '../compile/options.ts';
import type { ProgramInfo } from './program-info.ts';
import { hookRequire } from './require-hook.ts';
import { hookRequireResolution } from './require-resolution.ts';
import { stopOnSignals } from './signals.ts';
import { createSyncHooks, registerHooks } from './sync-hooks.ts';

/**
 * From now on this thread compiles what it imports and requires, its stacks show the sources, and signals end the
 * program in good order.
 *
 * @param entry path of the program's first module; undefined if there is none, as in `node -p`
 */
export function install(options: CompileOptions, entry: string | undefined): void {
  process.setSourceMapsEnabled(true);
  hookModules({ options, entry });
  if (isMainThread) stopOnSignals();
}

function hookModules(program: ProgramInfo): void {
  hookRequireResolution(program.options);
  if (registerHooks !== undefined) {
    registerHooks(createSyncHooks(program));
  } else {
    register(new URL('./hooks.mjs', import.meta.url), { data: program });
    hookRequire(program.options);
  }
}
