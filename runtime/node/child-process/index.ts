/**
 * `node:child_process` whose synchronous functions let other greenlets run.
 *
 * `execSync`, `execFileSync` and `spawnSync` have the parameters, the results and the errors of the originals. In a greenlet
 * they wait for the child, outside greenlets they *are* the originals. Everything else is that of `node:child_process`.
 *
 * Kill and timeout safety: a greenlet that is killed ends the child that it waits for: by `killSignal`, and by SIGKILL if it
 * has not ended a second later. If it was started with `detached`, so does its whole process group, and what a shell has started ends with
 * it on Linux.
 *
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has happened then
 */
import childProcess from 'node:child_process';
import { overlay } from '../shared/overlay.ts';
import { functions } from './functions.ts';

export * from 'node:child_process';
export { implemented } from './functions.ts';
export const { execFileSync, execSync, spawnSync } = functions;

/** The module as an object, as `import childProcess from 'node:child_process'` has it. */
const cooperativeChildProcess: typeof childProcess = overlay(childProcess, functions);
export default cooperativeChildProcess;
