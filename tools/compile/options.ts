import { resolve } from 'node:path';
import { resolveOptions } from '../../plugin/interface/options.ts';
import type { Options, ResolvedOptions } from '../../plugin/interface/options.ts';
import { expected } from '../../runtime/core/errors/expected.ts';

/** How programs are compiled on the fly: the options of the plugin, and which installed packages to compile as well. */
export interface CompileOptions {
  plugin: ResolvedOptions;
  /** Absolute globs: files in `node_modules` that match one are compiled like the files of the project. */
  include: string[];
  /** The path of a program without marks whose top levels are taken as marked: its own, and those of CommonJS. */
  topLevelsOf?: string;
}

/**
 * Reads options as `GREENLETS_OPTIONS` has them: `{"mark": "all", "include": ["node_modules/ajv/**"]}`.
 *
 * @param json an object with the options of `greenlets/plugin`, and `include`; undefined means the defaults
 * @param cwd what relative globs are relative to
 * @throws {TypeError} if the text is not a JSON object
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export function parseOptions(json: string | undefined, cwd: string): CompileOptions {
  const { include = [], ...plugin } = parseObject(json ?? '{}');
  if (!isStringArray(include)) throw expected('an array of globs as option `include`', include);
  return createRunOptions(plugin, include, cwd);
}

/** The same as `createOptions` for a program that is compiled while it runs: except in production, tail calls have frames unless the options say otherwise. */
export function createRunOptions(plugin: Options, include: string[], cwd: string): CompileOptions {
  const { tailFrames = process.env.NODE_ENV !== 'production' } = plugin;
  return createOptions({ ...plugin, tailFrames }, include, cwd);
}

/**
 * @param plugin the options of `greenlets/plugin`
 * @param include globs of files in `node_modules`, relative to `cwd`, as are the paths in `patch`
 * @throws {Error} if an option does not exist, or has the wrong type
 */
export function createOptions(plugin: Options, include: string[], cwd: string): CompileOptions {
  return { plugin: resolveOptions(plugin, cwd), include: include.map((glob) => resolve(cwd, glob)) };
}

function parseObject(json: string): Record<string, unknown> {
  const value = parseJson(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw expected('a JSON object as GREENLETS_OPTIONS', value);
  return { ...value };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw expected('JSON as GREENLETS_OPTIONS', json);
  }
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
