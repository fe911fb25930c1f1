import type { ResolvedOptions } from '../../plugin/interface/options.ts';
import { MarkedFiles } from './marked-files.ts';
import { createMarkedProgram } from './program.ts';
import { loadTypeScript, type TypeScript } from './typescript.ts';

/**
 * Runs the command of the TypeScript that a project has installed, with the types of cooperative modules in marked code.
 *
 * @param args as `tsc` takes them
 * @throws {NoTypeScript} if there is none that can be used
 */
export function runTsc(args: readonly string[], options: ResolvedOptions, folder: string): void {
  let marked: MarkedFiles | null = null;
  const typescript: TypeScript = loadTypeScript(folder, (ts, createProgram, request) => {
    marked ??= new MarkedFiles(ts, options);
    return createMarkedProgram(marked, ts, createProgram, request);
  });
  typescript.executeCommandLine(typescript.sys, () => undefined, args);
}
