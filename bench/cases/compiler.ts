import { transformSync, type PluginItem } from '@babel/core';
import greenlets from 'greenlets/plugin';
import { readFileSync } from 'node:fs';
import type { Case } from '../types.ts';

const FILES: Record<string, string> = {
  acorn: 'node_modules/acorn/dist/acorn.js',
  mustache: 'node_modules/mustache/mustache.js',
};

/** Everything compiled so that it can suspend. */
const GREENLETS: PluginItem[] = [[greenlets, { mark: 'all', patch: false }]];

export const names: readonly string[] = Object.keys(FILES).flatMap((file) => [`${file}, time`, `${file}, size`]);

/** What compiling costs: time against Babel doing nothing and its preset-env for old browsers, size against the source. */
export function prepare(name: string): Case {
  const [file = '', kind] = name.split(', ');
  const code = readFileSync(FILES[file] ?? '', 'utf8');
  const base = { row: 'compiler', name, operations: 1 };
  if (kind === 'size') {
    return {
      ...base,
      unit: 'bytes',
      returnsValue: true,
      contestants: { source: () => sizeOf(code, []), greenlets: () => sizeOf(code, GREENLETS) },
    };
  }
  const contestants = {
    'Babel alone': () => compile(code, []),
    'preset-env': () => compile(code, [], [['@babel/preset-env', { targets: 'ie 11' }]]),
    greenlets: () => compile(code, GREENLETS),
  };
  return { ...base, unit: 'ms', contestants };
}

function compile(code: string, plugins: PluginItem[], presets: PluginItem[] = [], minified = false): string {
  const options = { babelrc: false, configFile: false, sourceType: 'script', compact: minified } as const;
  return transformSync(code, { ...options, minified, comments: !minified, plugins, presets })?.code ?? '';
}

function sizeOf(code: string, plugins: PluginItem[]): number {
  return compile(code, plugins, [], true).length;
}
