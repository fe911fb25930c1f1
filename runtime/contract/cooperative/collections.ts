'use greenlet';
/* `forEach` of maps and sets, and `replace` of strings with a function, compiled so that the callbacks can suspend. */

type Each = (this: unknown, value: unknown, key: unknown, collection: object) => void;

const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;

function forEachEntry(this: Map<unknown, unknown>, callback: Each, self?: unknown): void {
  const entries = native(mapEntries, this) as IterableIterator<[unknown, unknown]>;
  assertCallable(callback);
  for (const entry of entries) callback.call(self, entry[1], entry[0], this);
}

function forEachValue(this: Set<unknown>, callback: Each, self?: unknown): void {
  const values = native(setValues, this) as IterableIterator<unknown>;
  assertCallable(callback);
  for (const value of values) callback.call(self, value, value, this);
}

type Replacer = (...args: unknown[]) => unknown;

const stringReplace = String.prototype.replace;
const stringReplaceAll = String.prototype.replaceAll;
const regExpReplace = RegExp.prototype[Symbol.replace];

function replace(this: unknown, pattern: unknown, replacer: unknown): unknown {
  return replaceWith(this, pattern, replacer, stringReplace, false);
}

function replaceAll(this: unknown, pattern: unknown, replacer: unknown): unknown {
  return replaceWith(this, pattern, replacer, stringReplaceAll, true);
}

function replaceWith(self: unknown, pattern: unknown, replacer: unknown, method: unknown, all: boolean): unknown {
  if (typeof replacer !== 'function' || self === undefined || self === null)
    return native(method, self, pattern, replacer);
  const matches = matchesOf(String(self), pattern, method, all);
  return matches === null
    ? native(method, self, pattern, replacer)
    : assemble(String(self), matches, replacer as Replacer);
}

interface Match {
  index: number;
  length: number;
  /** What the function is called with. */
  args: unknown[];
}

/** What the native method would replace; null where the pattern decides about replacing by itself. */
function matchesOf(text: string, pattern: unknown, method: unknown, all: boolean): Match[] | null {
  'use no greenlet';
  const isObject = typeof pattern === 'object' && pattern !== null;
  if (isObject && (pattern as { [Symbol.replace]?: unknown })[Symbol.replace] !== regExpReplace) return null;
  const matches: Match[] = [];
  const note = (...args: unknown[]): string => {
    const hasGroups = typeof args[args.length - 1] === 'object';
    matches.push({
      index: args[args.length - (hasGroups ? 3 : 2)] as number,
      length: (args[0] as string).length,
      args,
    });
    return '';
  };
  Reflect.apply(method as Replacer, text, [pattern, note]);
  return all || matches.length > 0 ? matches : [];
}

function assemble(text: string, matches: Match[], replacer: Replacer): string {
  let result = '';
  let end = 0;
  for (let number = 0; number < matches.length; number++) {
    const { index, length, args } = matches[number] as Match;
    const replacement = String(replacer(...args));
    result += text.slice(end, index) + replacement;
    end = index + length;
  }
  return result + text.slice(end);
}

function assertCallable(callback: unknown): void {
  if (typeof callback !== 'function') throw new TypeError(`${String(callback)} is not a function`);
}

function native(method: unknown, self: unknown, ...args: unknown[]): unknown {
  'use no greenlet';
  return Reflect.apply(method as Replacer, self, args);
}

export const collectionMethods: [unknown, unknown][] = [
  [Map.prototype.forEach, forEachEntry],
  [Set.prototype.forEach, forEachValue],
  [stringReplace, replace],
  [stringReplaceAll, replaceAll],
];
