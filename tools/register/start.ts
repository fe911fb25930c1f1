import { existsSync, realpathSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { parseOptions, type CompileOptions } from '../compile/options.ts';
import { install } from './install.ts';
import { optionsIn } from './hooks/loader-url.ts';

/** @param url that of the loader, which may have options */
export function start(url: string): void {
  const [, entry] = process.argv;
  // Node resolves links before it loads a module; where no file is run, the argument may be anything.
  install(optionsOf(url), entry !== undefined && existsSync(entry) ? realpathSync(entry) : undefined);
}

function optionsOf(url: string): CompileOptions {
  try {
    return parseOptions(optionsIn(url) ?? process.env.GREENLETS_OPTIONS, process.cwd());
  } catch (error) {
    // Where in the loader it was noticed helps nobody. Whoever has started a thread gets the error itself.
    if (!isMainThread || !(error instanceof Error)) throw error;
    console.error(`error: ${error.message}`);
    return process.exit(1);
  }
}
