'use greenlet';

import { reflectApply } from '../builtins.ts';
import { applyFunction } from './functions.ts';

/* `forEach` of maps and sets, and `replace` of strings with a function, compiled so that the callbacks can suspend. */

type Each = (this: unknown, value: unknown, key: unknown, collection: object) => void;

const mapForEach = Map.prototype.forEach;
const setForEach = Set.prototype.forEach;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

function forEachEntry(this: Map<unknown, unknown>, callback: Each, self?: unknown): void {
  if (typeof callback !== 'function') return void native(mapForEach, this, callback);
  const entries = begin(mapEntries, this, mapForEach, callback) as IterableIterator<[unknown, unknown]>;
  for (const entry of entries) applyFunction(callback, self, [entry[1], entry[0], this]);
}

function forEachValue(this: Set<unknown>, callback: Each, self?: unknown): void {
  if (typeof callback !== 'function') return void native(setForEach, this, callback);
  const values = begin(setValues, this, setForEach, callback) as IterableIterator<unknown>;
  for (const value of values) applyFunction(callback, self, [value, value, this]);
}

/** The iterator of a collection; what is no collection `method`, which the program called, refuses in its words. */
function begin(iterate: unknown, self: unknown, method: unknown, callback: unknown): unknown {
  'use no greenlet';
  try {
    return native(iterate, self);
  } catch {
    return native(method, self, callback);
  }
}

type Replacer = (...args: unknown[]) => unknown;

const stringReplace = String.prototype.replace;
const stringReplaceAll = String.prototype.replaceAll;
const regExpReplace = RegExp.prototype[Symbol.replace];

function replace(this: unknown, pattern: unknown, replacer: unknown): unknown {
  return replaceWith(this, pattern, replacer, stringReplace);
}

function replaceAll(this: unknown, pattern: unknown, replacer: unknown): unknown {
  return replaceWith(this, pattern, replacer, stringReplaceAll);
}

function replaceWith(self: unknown, pattern: unknown, replacer: unknown, method: unknown): unknown {
  const plan = typeof replacer === 'function' ? findMatches(self, pattern, method) : null;
  return plan === null ? native(method, self, pattern, replacer) : assemble(plan, replacer as Replacer);
}

interface Match {
  index: number;
  length: number;
  /** What the function is called with. */
  args: unknown[];
}

interface Plan {
  text: string | null;
  matches: Match[];
}

/** What the native method would replace; null where it fails, or where the pattern decides about replacing by itself. */
function findMatches(self: unknown, pattern: unknown, method: unknown): Plan | null {
  'use no greenlet';
  if (self === undefined || self === null) return null;
  const isObject = typeof pattern === 'object' && pattern !== null;
  if (isObject && (pattern as { [Symbol.replace]?: unknown })[Symbol.replace] !== regExpReplace) return null;
  const plan: Plan = { text: null, matches: [] };
  const note = (...args: unknown[]): string => {
    const groups = typeof args.at(-1) === 'object' ? 1 : 0;
    plan.text = args.at(-1 - groups) as string;
    const index = args.at(-2 - groups) as number;
    plan.matches.push({ index, length: (args[0] as string).length, args });
    return '';
  };
  const unchanged = reflectApply(method as Replacer, self, [pattern, note]) as string;
  plan.text ??= unchanged;
  return plan;
}

function assemble({ text: whole, matches }: Plan, replacer: Replacer): string {
  const text = whole ?? '';
  let result = '';
  let end = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- a program may have replaced the iterator of arrays
  for (let at = 0; at < matches.length; at++) {
    const { index, length, args } = matches[at] as Match;
    // As the language converts it: not a symbol, and not by a function of the program.
    const replacement = applyFunction(replacer, undefined, args) as string;
    result += `${text.slice(end, index)}${replacement}`;
    end = index + length;
  }
  return result + text.slice(end);
}

function native(method: unknown, self: unknown, ...args: unknown[]): unknown {
  'use no greenlet';
  return reflectApply(method as Replacer, self, args);
}

export const collectionMethods: [unknown, unknown][] = [
  [mapForEach, forEachEntry],
  [setForEach, forEachValue],
  [stringReplace, replace],
  [stringReplaceAll, replaceAll],
];
