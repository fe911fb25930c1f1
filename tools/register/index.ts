/** `node --import greenlets/register main.ts`: compiles a program on the fly. Options: JSON in `GREENLETS_OPTIONS`. */
import { parseOptions } from '../compile/options.ts';
import { install } from './install.ts';

install(parseOptions(process.env.GREENLETS_OPTIONS, process.cwd()), process.argv[1]);
