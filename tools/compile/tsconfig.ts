import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What `tsconfig.json` says about decorators. */
export interface DecoratorOptions {
  experimentalDecorators?: boolean;
  emitDecoratorMetadata?: boolean;
}

export interface TsConfig extends DecoratorOptions {
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
function readOptions(path: string, extending: readonly string[]): DecoratorOptions {
  if (extending.includes(path)) return {};
  const config = readJson(path);
  const bases = [config.extends ?? []].flat().filter((base) => typeof base === 'string');
  const inherited = bases.map((base) => readOptions(resolveBase(base, path), [...extending, path]));
  return Object.assign({}, ...inherited, decoratorOptions(config.compilerOptions)) as DecoratorOptions;
}

function decoratorOptions(options: unknown): DecoratorOptions {
  const { experimentalDecorators, emitDecoratorMetadata } = Object(options) as Record<string, unknown>;
  return {
    ...(typeof experimentalDecorators === 'boolean' && { experimentalDecorators }),
    ...(typeof emitDecoratorMetadata === 'boolean' && { emitDecoratorMetadata }),
  };
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
