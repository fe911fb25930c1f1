/**
 * The customization hooks of Node versions without `module.registerHooks`. Node runs them in a thread of their own,
 * and only for `import`; `require` is hooked in the thread that calls it (require-hook.ts).
 */
import type { LoadHook, ResolveFnOutput, ResolveHook } from 'node:module';
import { ModuleLoader } from './load.ts';
import type { ProgramInfo } from '../program-info.ts';
import { isMissingRuntime, redirect, runtimeKey } from './specifiers.ts';

let program: ProgramInfo;
let loader: ModuleLoader;

/** Node calls it once, with the data given to `register`. */
export function initialize(data: ProgramInfo): void {
  program = data;
  loader = new ModuleLoader(data, null);
}

const runtime = new Map<string, ResolveFnOutput>();

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const redirected = redirect(specifier, context.parentURL, program.options);
  const key = runtimeKey(redirected, context.parentURL);
  if (key === null) return nextResolve(redirected, context);
  const known = runtime.get(key);
  if (known !== undefined) return known;
  const resolved = await resolveRuntime(redirected, context, nextResolve);
  runtime.set(key, { ...resolved, shortCircuit: true });
  return resolved;
};

/** The package as the program has it installed, or else as it lies here. */
async function resolveRuntime(...[specifier, context, nextResolve]: Parameters<ResolveHook>): Promise<ResolveFnOutput> {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (!isMissingRuntime(specifier, error)) throw error;
    return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  }
}

export const load: LoadHook = (url, context, nextLoad) => loader.load(url, 'import') ?? nextLoad(url, context);
