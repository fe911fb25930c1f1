import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What `tsconfig.json` says that matters to whoever runs TypeScript. */
export interface TsOptions {
  experimentalDecorators?: boolean;
  emitDecoratorMetadata?: boolean;
  useDefineForClassFields?: boolean;
  strict?: boolean;
  strictNullChecks?: boolean;
  target?: string;
  jsx?: string;
  jsxFactory?: string;
  jsxFragmentFactory?: string;
  jsxImportSource?: string;
  /** Patterns of imports, and the files that they mean, relative to `pathsBase`. */
  paths?: Record<string, string[]>;
  /** Absolute path of a folder. */
  pathsBase?: string;
}

export interface TsConfig extends TsOptions {
  path: string;
}

const configs = new Map<string, TsConfig | null>();

/** The nearest `tsconfig.json` upwards from a file, with what it extends; null if there is none. */
export function findTsConfig(filename: string): TsConfig | null {
  const folder = dirname(filename);
  const known = configs.get(folder);
  if (known !== undefined) return known;
  const path = join(folder, 'tsconfig.json');
  let found: TsConfig | null = null;
  if (existsSync(path)) found = { ...readOptions(path, []), path };
  else if (folder !== dirname(folder)) found = findTsConfig(folder);
  configs.set(folder, found);
  return found;
}

/** `extending` ends circles. A file that cannot be read says nothing: tsc will complain. */
function readOptions(path: string, extending: readonly string[]): TsOptions {
  if (extending.includes(path)) return {};
  const config = readJson(path);
  const bases = [config.extends ?? []].flat().filter((base) => typeof base === 'string');
  const inherited = bases.map((base) => readOptions(resolveBase(base, path), [...extending, path]));
  return Object.assign({}, ...inherited, ownOptions(config.compilerOptions, dirname(path))) as TsOptions;
}

/** Options that are taken as they stand if they have the right type. */
const SIMPLE: readonly (readonly [name: keyof TsOptions, type: string])[] = [
  ['experimentalDecorators', 'boolean'],
  ['emitDecoratorMetadata', 'boolean'],
  ['useDefineForClassFields', 'boolean'],
  ['strict', 'boolean'],
  ['strictNullChecks', 'boolean'],
  ['target', 'string'],
  ['jsx', 'string'],
  ['jsxFactory', 'string'],
  ['jsxFragmentFactory', 'string'],
  ['jsxImportSource', 'string'],
];

function ownOptions(options: unknown, folder: string): TsOptions {
  const given = Object(options) as Record<string, unknown>;
  const { paths, baseUrl } = given;
  const simple = SIMPLE.filter(([name, type]) => typeof given[name] === type).map(([name]) => [name, given[name]]);
  return {
    ...(Object.fromEntries(simple) as TsOptions),
    ...(isPaths(paths) && { paths }),
    // Without a base, paths are relative to the file that has them.
    ...(typeof baseUrl === 'string'
      ? { pathsBase: resolve(folder, baseUrl) }
      : isPaths(paths) && { pathsBase: folder }),
  };
}

function isPaths(value: unknown): value is Record<string, string[]> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (targets) => Array.isArray(targets) && targets.every((target) => typeof target === 'string'),
    )
  );
}

function resolveBase(base: string, path: string): string {
  if (/^\.{1,2}(?:\/|$)/.test(base) || isAbsolute(base)) {
    return firstThatExists([resolve(dirname(path), base), resolve(dirname(path), `${base}.json`)]);
  }
  const { resolve: resolvePackage } = createRequire(path);
  for (const specifier of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      const found = resolvePackage(specifier);
      if (found.endsWith('.json')) return found;
    } catch {
      // The next one may be it.
    }
  }
  return base;
}

function firstThatExists([first = '', second = '']: string[]): string {
  return existsSync(first) ? first : second;
}

/** JSON as TypeScript has it: with comments, and with commas after the last element. */
function readJson(path: string): { extends?: unknown; compilerOptions?: unknown } {
  try {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const bare = text.replace(
      /("(?:\\.|[^"\\])*")|\/\/.*|\/\*[^]*?\*\//g,
      (_, string: string | undefined) => string ?? '',
    );
    const strict = bare.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
    return Object(JSON.parse(strict)) as object;
  } catch {
    return {};
  }
}
