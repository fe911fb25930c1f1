import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What only files have that may suspend, or pass on what suspends: they are compiled, or take part in the handshake. */
const MAY_SUSPEND = /use greenlet|\blink\.to\b|\bSUSPENDED\b|\bpark(?:New)?\(|\bsuspend\w*\(|\btake\w*\(/;

const EXPORTED = /^export (?:async )?(?:abstract )?(?:function\*?|class) (\w+)/gm;

/** By file, what it exports that never suspends. */
const known = new Map();

/**
 * The option `neverSuspends` of the plugin for a file of the runtime: what is declared in files that are not compiled, and do not
 * speak the language of compiled code, cannot suspend.
 *
 * @param {string} file
 * @returns {(module: string, name: string) => boolean}
 */
export function neverSuspends(file) {
  return (module, name) => module.startsWith('.') && exportsOf(join(dirname(file), module)).has(name);
}

function exportsOf(file) {
  if (!known.has(file)) known.set(file, readExports(file));
  return known.get(file);
}

function readExports(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (MAY_SUSPEND.test(text)) return new Set();
  return new Set(Array.from(text.matchAll(EXPORTED), ([, name]) => name));
}
