import { existsSync, realpathSync } from 'node:fs';
import { parseOptions } from '../compile/options.ts';
import { install } from './install.ts';
import { optionsIn } from './hooks/loader-url.ts';

/** @param url that of the loader, which may have options */
export function start(url: string): void {
  const [, entry] = process.argv;
  // Node resolves links before it loads a module; where no file is run, the argument may be anything.
  install(
    parseOptions(optionsIn(url) ?? process.env.GREENLETS_OPTIONS, process.cwd()),
    entry !== undefined && existsSync(entry) ? realpathSync(entry) : undefined,
  );
}
