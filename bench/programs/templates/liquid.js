/** Pages made by liquidjs, whose partials are files: with its own synchronous and asynchronous API. */
import { Liquid } from 'liquidjs';

export function makeEngine(readFileSync, readFile, resolve) {
  const fs = {
    readFileSync: (file) => readFileSync(file, 'utf8'),
    readFile: (file) => readFile(file, 'utf8'),
    existsSync: () => true,
    exists: () => Promise.resolve(true),
    resolve: (root, file) => resolve(file),
  };
  return new Liquid({ fs, cache: false, relativeReference: false });
}

export function renderSync(engine, file, view) {
  return engine.renderFileSync(file, view).length;
}

export async function renderAsync(engine, file, view) {
  return (await engine.renderFile(file, view)).length;
}
