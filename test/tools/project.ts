import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project in a folder of its own, outside any that has greenlets installed; removed after the tests of the file. */
export interface Project {
  folder: string;
  path(file: string): string;
}

export const ES_MODULES = { 'package.json': '{ "type": "module" }' };
export const COMMONJS = { 'package.json': '{ "type": "commonjs" }' };

/** A function that only works when it is compiled: it waits. */
export const DOUBLE = `
  import { sleep } from 'greenlets';
  export function double(x: number): number {
    'use greenlet';
    sleep(0);
    return x * 2;
  }`;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes a project; the names of the files may contain folders. */
export function createProject(files: Record<string, string>): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'greenlets-')));
  folders.push(folder);
  const path = (file: string): string => join(folder, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  }
  return { folder, path };
}
