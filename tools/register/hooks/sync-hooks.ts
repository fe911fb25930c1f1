import module from 'node:module';
import type { LoadFnOutput, ResolveFnOutput } from 'node:module';
import { DirectResolution, isFirstHook } from './direct-resolution.ts';
import { ModuleLoader } from './load.ts';
import { rememberStart } from './remember-start.ts';
import type { ProgramInfo } from '../program-info.ts';
import { isMissingRuntime, redirect, runtimeKey } from './specifiers.ts';

interface ResolveContext {
  conditions: string[];
  parentURL?: string | undefined;
}

interface LoadContext {
  conditions: string[];
}

/** The part of `module.registerHooks` that we use; it is newer than the types of the oldest Node that we support. */
interface SyncHooks {
  resolve(
    specifier: string,
    context: ResolveContext,
    nextResolve: (specifier: string, context: ResolveContext) => ResolveFnOutput,
  ): ResolveFnOutput;
  load(url: string, context: LoadContext, nextLoad: (url: string, context: LoadContext) => LoadFnOutput): LoadFnOutput;
}

type RegisterHooks = (hooks: SyncHooks) => unknown;

/** `module.registerHooks` where this Node has it (22.15 and later): it serves `import` and `require` alike. */
export const registerHooks = (module as { registerHooks?: RegisterHooks }).registerHooks;

/** What to hand to `registerHooks` for a program. */
export function createSyncHooks(program: ProgramInfo): SyncHooks {
  const { options } = program;
  const runtime = new Map<string, ResolveFnOutput>();
  const findRuntime = (...[specifier, context, nextResolve]: Parameters<SyncHooks['resolve']>): ResolveFnOutput => {
    const redirected = redirect(specifier, context.parentURL, options);
    return { ...resolveRuntime(redirected, context, nextResolve), shortCircuit: true };
  };
  const loader = new ModuleLoader(program, rememberStart(program));
  const direct = isFirstHook() ? new DirectResolution(options) : null;
  return {
    resolve(specifier, context, nextResolve) {
      // What `require` resolves passes here or not, depending on the version; require-resolution.ts sees all of it.
      if (isRequire(context)) return nextResolve(specifier, context);
      const url = direct?.resolve(specifier, context.parentURL) ?? null;
      if (url !== null) return { url, shortCircuit: true };
      const key = runtimeKey(specifier, context.parentURL);
      if (key === null) return nextResolve(redirect(specifier, context.parentURL, options), context);
      let found = runtime.get(key);
      if (found === undefined) runtime.set(key, (found = findRuntime(specifier, context, nextResolve)));
      return found;
    },
    load(url, context, nextLoad) {
      return loader.load(url, isRequire(context) ? 'require' : 'import', direct?.take(url)) ?? nextLoad(url, context);
    },
  };
}

/** The package as the program has it installed, or else as it lies here. */
function resolveRuntime(...[specifier, context, nextResolve]: Parameters<SyncHooks['resolve']>): ResolveFnOutput {
  try {
    return nextResolve(specifier, context);
  } catch (error) {
    if (!isMissingRuntime(specifier, error)) throw error;
    return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  }
}

function isRequire({ conditions }: { conditions: string[] }): boolean {
  return conditions.includes('require');
}
