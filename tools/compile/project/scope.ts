import { Minimatch } from 'minimatch';
import { join, sep } from 'node:path';
import { isRunnable, isSource, needsTranslation } from '../language.ts';
import type { CompileOptions } from '../options.ts';
import { findPackageScope } from './package-scope.ts';
import { isUsingBabel } from '../babel/using-babel.ts';

const NODE_MODULES = `${sep}node_modules${sep}`;
const DIST = `${sep}dist${sep}`;

/**
 * Whether the file belongs to the program, as opposed to installed packages and to our own build. What is loaded while
 * Babel works is part of it, and must not be compiled by itself.
 */
export function isInProject(filename: string, options: CompileOptions): boolean {
  return isSource(filename) && isOfProgram(filename, options);
}

/** The same for what Node runs, which takes files without an extension for JavaScript. */
export function isRunInProject(filename: string, options: CompileOptions): boolean {
  return isRunnable(filename) && isOfProgram(filename, options);
}

/** The same for files in whatever language. */
export function isOfProgram(filename: string, options: CompileOptions): boolean {
  if (isUsingBabel() || isOwnBuild(filename)) return false;
  return !filename.includes(NODE_MODULES) || isIncluded(filename, options);
}

const globs = new Map<string, Minimatch>();

function isIncluded(filename: string, { include }: CompileOptions): boolean {
  return include.some((glob) => globOf(glob).match(filename));
}

/** To understand a glob takes much longer than to use it. */
function globOf(text: string): Minimatch {
  let glob = globs.get(text);
  if (glob === undefined) globs.set(text, (glob = new Minimatch(text, { dot: true, windowsPathsNoEscape: true })));
  return glob;
}

/** A linked copy of this package does not lie in `node_modules`. Its runtime is compiled already, wherever it lies. */
function isOwnBuild(filename: string): boolean {
  // Spares most files the search for their package.
  if (!filename.includes(DIST)) return false;
  const scope = findPackageScope(filename);
  return scope?.name === 'greenlets' && filename.startsWith(join(scope.folder, 'dist') + sep);
}

/** Whether Node would not run a file of the project rightly as it is. Cheap: most JavaScript needs no parsing. */
export function needsCompilation(filename: string, source: string, options: CompileOptions): boolean {
  return needsTranslation(filename) || mayBeMarked(source, options);
}

/** Whether there may be anything for the plugin to compile in a file whose language is another tool's concern. */
export function needsTransform(source: string, options: CompileOptions): boolean {
  return mayBeMarked(source, options);
}

/** The directive and the tag contain the word. */
function mayBeMarked(source: string, { plugin }: CompileOptions): boolean {
  return plugin.mark === 'all' || source.includes('greenlet');
}
