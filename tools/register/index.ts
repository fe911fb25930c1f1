/**
 * `node --import greenlets/register main.ts`: compiles a program on the fly. Options: JSON in `GREENLETS_OPTIONS`, or
 * in the URL where another process or thread hands them on.
 */
import { existsSync, realpathSync } from 'node:fs';
import { parseOptions } from '../compile/options.ts';
import { install } from './install.ts';
import { optionsIn } from './hooks/loader-url.ts';

const [, entry] = process.argv;

// Node resolves links before it loads a module; where no file is run, the argument may be anything.
install(
  parseOptions(optionsIn(import.meta.url) ?? process.env.GREENLETS_OPTIONS, process.cwd()),
  entry !== undefined && existsSync(entry) ? realpathSync(entry) : undefined,
);
