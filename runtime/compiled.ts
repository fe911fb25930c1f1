/** What compiled programs import as `greenlets/internal`. That they do shows that the compiler has seen some of a program. */
import { link } from './contract/link.ts';

link.hasCompiled = true;

export * from './internal.ts';
