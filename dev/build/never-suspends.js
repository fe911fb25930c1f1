import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What only files have that may suspend, or pass on what suspends: they are compiled, or take part in the handshake. */
const MAY_SUSPEND = /use greenlet|\blink\.to\b|\bSUSPENDED\b|\bpark(?:New)?\(|\bsuspend\w*\(|\btake\w*\(/;

const EXPORTED = /^export (?:async )?(?:abstract )?(?:function\*?|class) (\w+)/gm;

/** Functions of such files that do neither. */
const FUNCTIONS = new Set(['awaitOf', 'getCurrent']);

/**
 * Methods of the library, of which none is compiled: a call of one is no yield point, whatever it is called on. Only names that
 * compiled files of the runtime call on nothing else that may suspend.
 */
export const METHODS = new Set([
  'areGone',
  'callOfAcquire',
  'callOfGet',
  'callOfWait',
  'check',
  'collect',
  'endHostWhenWon',
  'enlist',
  'enterScope',
  'full',
  'goOn',
  'interrupt',
  'isMember',
  'isPending',
  'isSet',
  'isVictory',
  'leaveScope',
  'letGo',
  'linkException',
  'linkValue',
  'observe',
  'owns',
  'pause',
  'peekNowait',
  'putNowait',
  'ready',
  'release',
  'releaseAll',
  'serve',
  'startNew',
  'successful',
  'takeIn',
  'throwFailure',
  'throwFirst',
  'tick',
  'tryAcquire',
  'unwatch',
  'unwrap',
  'wakeNext',
  'watch',
  'withdraw',
  'wonValue',
]);

/** By file, what it exports that never suspends. */
const known = new Map();

/**
 * The option `neverSuspends` of the plugin for a file of the runtime: what is declared in files that are not compiled, and do not
 * speak the language of compiled code, cannot suspend.
 *
 * @param {string} file
 * @returns {(module: string | null, name: string) => boolean}
 */
export function neverSuspends(file) {
  return (module, name) => {
    if (module === null) return METHODS.has(name);
    return module.startsWith('.') && (FUNCTIONS.has(name) || exportsOf(join(dirname(file), module)).has(name));
  };
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
