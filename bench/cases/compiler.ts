import { transformSync, type PluginItem } from '@babel/core';
import { transformSync as minify } from 'esbuild';
import greenlets from 'greenlets/plugin';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { colour } from '../contestants/colour.ts';
import type { Case, Contestants } from '../types.ts';

const FILES: Record<string, string> = {
  acorn: 'node_modules/acorn/dist/acorn.js',
  mustache: 'node_modules/mustache/mustache.js',
  liquidjs: 'node_modules/liquidjs/dist/liquid.node.js',
};

interface Target {
  plugins?: PluginItem[];
  presets?: PluginItem[];
}

const oldBrowsers: PluginItem[] = [['@babel/preset-env', { targets: 'ie 11' }]];

/** `greenlets` and `regenerator`: everything compiled so that it can suspend, the latter as async functions. */
const TARGETS: Record<string, Target> = {
  'Babel alone': {},
  'preset-env': { presets: oldBrowsers },
  regenerator: { plugins: [() => colour('async')], presets: oldBrowsers },
  greenlets: { plugins: [[greenlets, { mark: 'all', patch: false }]] },
};

/** Until the engine has optimized a compiler, its processor time is mostly that of the optimizing compiler. */
const WARM_UP = 8;

const KINDS = ['time', 'size, minified', 'size, gzipped'];

export const names: readonly string[] = Object.keys(FILES).flatMap((file) => KINDS.map((kind) => `${file}, ${kind}`));

/** What compiling costs: time, and the size of what comes out against the minified source. */
export function prepare(name: string): Case {
  const file = name.slice(0, name.indexOf(','));
  const code = readFileSync(FILES[file] ?? '', 'utf8');
  if (name.endsWith('time')) {
    return {
      row: 'compiler',
      name,
      operations: code.length / 1e6,
      unit: 'ms/MB',
      contestants: overTargets((target) => compile(code, target)),
      warmUp: WARM_UP,
    };
  }
  const size = name.endsWith('gzipped') ? gzippedSize : minifiedSize;
  const contestants = overTargets((target) => size(compile(code, target)));
  return { row: 'compiler', name, operations: 1, unit: 'bytes', contestants, returnsValue: true, once: true };
}

function overTargets(measure: (target: Target) => unknown): Contestants {
  return Object.fromEntries(Object.entries(TARGETS).map(([name, target]) => [name, () => measure(target)]));
}

function compile(code: string, { plugins = [], presets = [] }: Target): string {
  const options = { babelrc: false, configFile: false, compact: false, sourceType: 'script' } as const;
  return transformSync(code, { ...options, plugins, presets })?.code ?? '';
}

function minifiedSize(code: string): number {
  return minified(code).length;
}

function gzippedSize(code: string): number {
  return gzipSync(minified(code)).length;
}

/** All files are CommonJS modules, in which the names of the top level may be shortened as well. */
function minified(code: string): string {
  return minify(code, { minify: true, format: 'cjs' }).code;
}
