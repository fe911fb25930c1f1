/**
 * `node --import greenlets/register main.ts`: compiles a program on the fly. Options: JSON in `GREENLETS_OPTIONS`, or
 * in the URL where another process or thread hands them on.
 */
import { rememberBytecode } from './bytecode.ts';

rememberBytecode();
// What is imported above is loaded before anything is remembered.
const { start } = await import('./start.ts');
start(import.meta.url);
