import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { showOnTheSpot } from '../../runtime/contract/stacks/on-the-spot.ts';
import type { CompileOptions } from '../compile/options.ts';
import type { ProgramInfo } from './program-info.ts';
import { dumpOnSignals, dumpWithMainThread } from './signals/dump-on-signals.ts';
import { hookRequire } from './hooks/require-hook.ts';
import { hookRequireResolution } from './hooks/require-resolution.ts';
import { stopOnSignals } from './signals/signals.ts';
import { createSyncHooks, registerHooks } from './hooks/sync-hooks.ts';

/**
 * From now on this thread compiles what it imports and requires, its stacks show the sources, and signals end the
 * program in good order, or let it tell what its greenlets do.
 *
 * @param entry path of the program's first module; undefined if there is none, as in `node -p`
 */
export function install(options: CompileOptions, entry: string | undefined): void {
  process.setSourceMapsEnabled(true);
  announceLoader();
  if (wantsWholeStacks()) showOnTheSpot();
  hookModules({ options, entry });
  if (!isMainThread) return dumpWithMainThread();
  stopOnSignals();
  dumpOnSignals();
}

/** Resumptions take longer then, which matters where many users wait. */
function wantsWholeStacks(): boolean {
  return process.env.NODE_ENV !== 'production' && process.env.GREENLETS_STACKS !== '0';
}

/** Tells the runtime that whatever is marked is compiled, although it may not have seen any of that yet. */
function announceLoader(): void {
  Object.defineProperty(globalThis, Symbol.for('greenlets:v1:loader'), { value: true });
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
