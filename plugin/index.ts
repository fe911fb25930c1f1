import type { BabelFile, NodePath, PluginObj, types as t } from '@babel/core';
import { isModule } from '@babel/helper-module-imports';
import { declare } from '@babel/helper-plugin-utils';
import { becomesFunction, goBehindCounters, isAlone, keepsTypedFields } from './other-plugins.ts';
import { compile } from './compile.ts';
import type { TypesOfFile } from './interface/type-source.ts';
import { formatWarning } from './interface/diagnostics.ts';
import {
  resolveOptions,
  type FileOptions,
  type Options,
  type ResolvedOptions,
  type Warn,
} from './interface/options.ts';
import type { Report } from './states.ts';

export type { TypeSource, TypesOfFile } from './interface/type-source.ts';
export type { BuiltinType } from './interface/type-source.ts';
export type { NeverSuspends, OnPass, Options, Patch, Warn } from './interface/options.ts';

const NAME = 'greenlets';

/** A plugin, for Babel 7 and 8 alike: they do not agree on the name of what it returns. */
type Plugin = (api: object, options: Options | null | undefined, dirname: string) => object;

/**
 * The Babel plugin: compiles functions marked `"use greenlet"` so that calls in them which block suspend the greenlet.
 *
 * All work happens when the program is entered, before any other plugin or preset has rewritten the functions.
 */
const plugin: Plugin = declare<Options>((api, options, dirname): PluginObj => {
  api.assertVersion('^7.20.0 || ^8.0.0');
  const resolved = resolveOptions(options, dirname);
  const warn = warnFunction(resolved, api.env() === 'development');
  const hint = warnFunction(resolved, true);
  // Who compiles the output of Babel, as greenlets/jest does, needs the marks in it.
  if (api.caller(compilesLater)) return { name: NAME, visitor: {} };
  return {
    name: NAME,
    manipulateOptions: ({ plugins }: { plugins?: unknown }) => goBehindCounters(plugins, NAME),
    visitor: {
      Program(path, { file }) {
        const canAwait = isModule(path) && !becomesFunction(file.opts);
        compile({
          path,
          options: optionsOf(file, resolved),
          checked: typesOf(file, resolved),
          alone: isAlone(file.opts),
          warn: reportTo(warn, path),
          hint: /green-?let/i.test(file.code) ? reportTo(hint, path) : null,
          canAwait,
          keepsTypedFields: keepsTypedFields(file.opts, api.version),
          code: file.code,
        });
      },
    },
  };
});

/** Written out: what is spread looks different to V8 in each file. */
function optionsOf({ opts }: BabelFile, resolved: ResolvedOptions): FileOptions {
  return {
    mark: resolved.mark,
    stress: resolved.stress,
    patch: resolved.patch,
    runtime: resolved.runtime,
    constants: resolved.constants,
    hidden: resolved.hidden,
    neverSuspends: resolved.neverSuspends,
    tailFrames: resolved.tailFrames,
    types: resolved.types,
    warnings: resolved.warnings,
    onPass: resolved.onPass,
    filename: opts.filename ?? null,
  };
}

function compilesLater(caller: object | undefined): boolean {
  return caller !== undefined && 'compilesGreenlets' in caller && caller.compilesGreenlets === true;
}

function typesOf({ opts, code }: BabelFile, { types }: ResolvedOptions): TypesOfFile | null {
  return types === null || typeof opts.filename !== 'string' ? null : types.typesIn(opts.filename, code);
}

function reportTo(warn: Warn | null, program: NodePath<t.Program>): Report | null {
  return warn === null ? null : (warning) => warn(formatWarning(warning, program));
}

/** Null: do not warn. */
function warnFunction({ warnings }: ResolvedOptions, byDefault: boolean): Warn | null {
  if (typeof warnings === 'function') return warnings;
  return (warnings ?? byDefault) ? (message) => console.warn(message) : null;
}

export default plugin;
