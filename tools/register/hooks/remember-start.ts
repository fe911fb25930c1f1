import { isMainThread } from 'node:worker_threads';
import { openStartIndex } from '../../compile/cache/compile-cached.ts';
import { canCheck } from '../../compile/cache/start-file.ts';
import type { StartIndex } from '../../compile/cache/start-index.ts';
import type { ProgramInfo } from '../program-info.ts';

/** In ms: what a server has loaded by then is worth being kept, however it ends. */
const SETTLED = 5000;

/** What is known of the last start of a program, which gets to know this one; null if nothing can be known. */
export function rememberStart({ options, entry }: ProgramInfo): StartIndex | null {
  if (entry === undefined || !canCheck()) return null;
  const index = openStartIndex(entry, options);
  if (index !== null && isMainThread) {
    const save = (): void => index.save();
    setTimeout(save, SETTLED).unref();
    process.on('exit', save);
  }
  return index;
}
