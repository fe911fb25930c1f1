import fs from 'node:fs';
import { asynchronous, realpathNative, type SynchronousName as Name } from './asynchronous.ts';
import { cooperative } from '../shared/cooperative.ts';
import { takeTurn } from './open-files.ts';
import type { Discard, TakeTurn } from '../shared/operation.ts';

/** The names of the functions that have a cooperative version. */
export const implemented = Object.keys(asynchronous) as readonly Name[];

/** What nobody else would close. */
const discards: Partial<Record<Name, Discard>> = {
  openSync: (fd) => fs.close(fd as number),
  opendirSync: (dir) => void (dir as fs.Dir).close(),
  mkdtempSync: (folder) => fs.rmdir(folder as fs.PathLike, ignore),
};

/** The functions that keep a file open over several calls of the system, unless they are given a descriptor. */
const OPENING = new Set<Name>(['appendFileSync', 'cpSync', 'readFileSync', 'truncateSync', 'writeFileSync']);

/** The cooperative functions; as in `node:fs`, those that the platform lacks are undefined. */
export const functions: Pick<typeof fs, Name> = createFunctions();

function createFunctions(): Pick<typeof fs, Name> {
  const created: Partial<Record<Name, unknown>> = {};
  for (const name of implemented) created[name] = createFunction(name);
  return created as Pick<typeof fs, Name>;
}

function createFunction(name: Name): unknown {
  const original: unknown = fs[name];
  if (typeof original !== 'function') return original;
  const discard = discards[name];
  const created = cooperative(`fs.${name}()`, original as (...args: never[]) => unknown, {
    start: asynchronous[name],
    ...(discard !== undefined && { discard }),
    ...(OPENING.has(name) && { turnOf: turnOfPath }),
  });
  if (name !== 'realpathSync') return created;
  const native = cooperative('fs.realpathSync.native()', fs.realpathSync.native, { start: realpathNative });
  return Object.assign(created, { native });
}

function turnOfPath([path]: readonly unknown[]): TakeTurn | null {
  return typeof path === 'number' ? null : takeTurn;
}

function ignore(): void {
  // Nobody is left who could be told.
}
