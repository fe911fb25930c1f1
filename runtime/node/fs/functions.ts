import fs from 'node:fs';
import { asynchronous, realpathNative, type SynchronousName as Name } from './asynchronous.ts';
import { cooperative, keep, type Discard } from './cooperative.ts';

/** The names of the functions that have a cooperative version. */
export const implemented = Object.keys(asynchronous) as readonly Name[];

/** What nobody else would close. */
const discards: Partial<Record<Name, Discard>> = {
  openSync: (fd) => fs.close(fd as number),
  opendirSync: (dir) => void (dir as fs.Dir).close(),
};

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
  const call = `fs.${name}()`;
  const created = cooperative(
    call,
    original as (...args: never[]) => unknown,
    asynchronous[name],
    discards[name] ?? keep,
  );
  if (name !== 'realpathSync') return created;
  const native = cooperative('fs.realpathSync.native()', fs.realpathSync.native, realpathNative, keep);
  return Object.assign(created, { native });
}
