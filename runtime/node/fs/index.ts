/**
 * `node:fs` whose synchronous functions let other greenlets run.
 *
 * Every `...Sync` function has the parameters, the results and the errors of the original. In a greenlet it waits for
 * the operation, outside greenlets it *is* the original. Everything else is that of `node:fs`.
 *
 * Kill and timeout safety: killing a greenlet stops `readFileSync` after the piece that is being read, and `cpSync` after the file
 * that is being copied. Other operations go on; a file or a directory that was being opened is closed.
 *
 * @throws {SwitchError} in a greenlet, if unmarked code stands between the greenlet and the call; nothing has happened then
 */
import fs from 'node:fs';
import { functions } from './functions.ts';
import { overlay } from '../shared/overlay.ts';

export * from 'node:fs';
export { implemented } from './functions.ts';
export const {
  accessSync,
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as long as Node has it
  lchmodSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  opendirSync,
  readFileSync,
  readSync,
  readdirSync,
  readlinkSync,
  readvSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
  writevSync,
} = functions;

/** The module as an object, as `import fs from 'node:fs'` has it. */
const cooperativeFs: typeof fs = overlay(fs, functions);
export default cooperativeFs;
