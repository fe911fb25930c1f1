import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A plugin for the bundler: writes the licenses of the packages that have become part of the output to a file beside it.
 *
 * @param {string} fileName
 * @returns {import('rolldown').Plugin}
 */
export function licenses(fileName) {
  return {
    name: 'licenses',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
      const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
      const texts = new Map(Array.from(folders, describe));
      const source = [...texts.keys()].sort().map((name) => `${name}\n\n${texts.get(name).trim()}\n`);
      if (source.length > 0) this.emitFile({ type: 'asset', fileName, source: source.join('\n---\n\n') });
    },
  };
}

/** The name of a package with its version, and its license. */
function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
  return [`${name} ${version}`, file === undefined ? `${license}` : readFileSync(join(folder, file), 'utf8')];
}
