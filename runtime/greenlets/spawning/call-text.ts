import { shownName } from '../../core/names/shown-name.ts';

/** Longer strings are cut. */
const MOST_CHARACTERS = 20;
/** Further arguments are counted. */
const MOST_ARGUMENTS = 4;

interface Util {
  readonly types: { isProxy(value: unknown): boolean };
}

const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
const util = process?.getBuiltinModule?.('node:util') as Util | undefined;

/** A call, in a few words: `fetchPage("https://…", 3, {…})`. It runs no code of the program, such as getters and traps of proxies. */
export function callText(name: string, args: ArrayLike<unknown>): string {
  const shown = Array.from(args).slice(0, MOST_ARGUMENTS).map(shortText);
  if (args.length > MOST_ARGUMENTS) shown.push(`${String(args.length - MOST_ARGUMENTS)} more`);
  return `${shownName(name)}(${shown.join(', ')})`;
}

function shortText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value);
    case 'bigint':
      return `${value > 10n ** 20n || value < -(10n ** 20n) ? '…' : String(value)}n`;
    case 'object':
      return value === null ? 'null' : objectText(value);
    case 'function':
      return nameText(value) ?? 'function';
    default:
      return String(value);
  }
}

/** Where proxies cannot be told from other objects, nothing is asked of any. */
function objectText(value: object): string {
  if (util === undefined || util.types.isProxy(value)) return '{…}';
  if (Array.isArray(value)) return `[${value.length === 0 ? '' : '…'}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || prototype === Object.prototype) return '{…}';
  const constructor = util.types.isProxy(prototype) ? undefined : ownValue(prototype, 'constructor');
  return (typeof constructor === 'function' ? nameText(constructor) : null) ?? '{…}';
}

/** The name that a function or class has by its definition; null if it has none. */
function nameText(value: object): string | null {
  const name = util === undefined || util.types.isProxy(value) ? undefined : ownValue(value, 'name');
  if (typeof name !== 'string' || name === '') return null;
  return name.slice(0, MOST_CHARACTERS);
}

function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value as unknown;
}
