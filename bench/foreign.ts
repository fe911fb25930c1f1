import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './paths.ts';

/** How a program in another language is started: a command, and its first arguments. */
export type Command = readonly [string, ...string[]];

/** Debian's Python, which knows Debian's packages. */
const PYTHON = '/usr/bin/python3';

/** A script of `bench/languages`; undefined, with a note, where Python or its packages are missing. */
export function pythonScript(name: string, notes: string[]): Command | undefined {
  if (succeeds(PYTHON, ['-c', 'import gevent, greenlet'])) return [PYTHON, pathOf(`languages/${name}`)];
  notes.push('Python is left out: python3-greenlet and python3-gevent are not installed.');
  return undefined;
}

/** A program of `bench/languages`, compiled; undefined, with a note, where Go is missing. */
export function goProgram(name: string, notes: string[]): Command | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'go-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const program = join(folder, 'program');
  if (succeeds('go', ['build', '-o', program, pathOf(`languages/${name}`)])) return [program];
  notes.push('Go is left out: golang-go is not installed.');
  return undefined;
}

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
