/**
 * The customization hooks of Node versions without `module.registerHooks`. Node runs them in a thread of their own,
 * and only for `import`; `require` is hooked in the thread that calls it (require-hook.ts).
 */
import type { LoadHook, ResolveHook } from 'node:module';
import { loadForImport } from './load.ts';
import type { ProgramInfo } from './program-info.ts';
import { isMissingRuntime, redirect } from './specifiers.ts';

let program: ProgramInfo;

/** Node calls it once, with the data given to `register`. */
export function initialize(data: ProgramInfo): void {
  program = data;
}

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(redirect(specifier, context.parentURL, program.options), context);
  } catch (error) {
    if (!isMissingRuntime(specifier, error)) throw error;
    return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  }
};

export const load: LoadHook = (url, context, nextLoad) => loadForImport(url, program) ?? nextLoad(url, context);
