import type { PluginItem } from '@babel/core';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Variant } from '../programs/execute.ts';
import { finish, type Source, type Stage } from './stages.ts';

/** The plugin as the programs are compiled with it: everything is marked, nothing is patched. */
export function configure(plugin: PluginItem, variant: Variant): PluginItem | null {
  if (variant === 'untouched') return null;
  return [plugin as string, { mark: 'all', patch: false, stress: variant === 'stress' }];
}

/** Sends a program through the stages of a build, and makes it CommonJS. */
export function build(source: Source, stages: readonly Stage[], plugin: PluginItem | null): string {
  const built = stages.reduce((previous, stage) => stage(previous, plugin), source);
  return built.isModule || built.file.endsWith('.ts') ? finish(built, null).code : built.code;
}

/** Files of CommonJS are the way to sloppy mode. */
export function readSource(file: string): Source {
  return { code: readFileSync(file, 'utf8'), file, isModule: extname(file) !== '.cjs' };
}
