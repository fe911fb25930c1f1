import { execFileSync } from 'node:child_process';

/** Which version of a suite is checked out in a folder. */
export function readCommit(folder: string): string {
  return execFileSync('git', ['-C', folder, 'rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
}
