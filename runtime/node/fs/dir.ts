import type { Dir } from 'node:fs';
import { forCompiledCallers, overrideMethod } from '../../web/override.ts';
import { cooperative } from '../shared/cooperative.ts';
import { invoke, type CallbackForm } from '../shared/invoke.ts';

/** Gives a folder that has just been opened a `readSync` and a `closeSync` that block in compiled code. */
export function cooperativeDir(dir: Dir): Dir {
  blockIn(dir, 'readSync', (callback) => dir.read(callback as Parameters<Dir['read']>[0]));
  blockIn(dir, 'closeSync', (callback) => dir.close(callback as Parameters<Dir['close']>[0]));
  return dir;
}

function blockIn(dir: Dir, name: 'readSync' | 'closeSync', asynchronous: CallbackForm): void {
  overrideMethod(dir, name, (original) => {
    const blocking = cooperative(`dir.${name}()`, original, { start: (_args, site) => invoke(asynchronous, [], site) });
    return forCompiledCallers(original, blocking);
  });
}
