/** What compiled programs import as `greenlets/internal`. That they do shows that the compiler has seen some of a program. */
import { link } from './contract/link.ts';

link.hasCompiled = true;

export * from './internal.ts';
// These take the place of those that the library itself iterates with.
export { delegate, firstOf, iterate, spread } from './async/iterating.ts';
