'use greenlet';

import { isObject } from '../../is-object.ts';
import { link } from '../../link.ts';
import { applyFunction } from '../functions.ts';
import { nativeJson } from '../natives.ts';
import { emptyList, lengthOfArrayLike, native } from '../operations.ts';
import { quote, toIndent, toKeys, unwrap } from './json-text.ts';

/*
 * `JSON.stringify` with a function, or where a compiled program has a `toJSON` (ECMA-262, 25.5.2), compiled, so that
 * these can suspend.
 */

type Replacer = (this: unknown, key: string, value: unknown) => unknown;
type ToJson = (this: unknown, key: string) => unknown;

interface State {
  replacer: Replacer | null;
  /** The keys of every object, if a list of them is given. */
  keys: readonly string[] | null;
  gap: string;
  /** The objects around, outermost first. */
  stack: object[];
}

export function stringify(value: unknown, replacer?: unknown, space?: unknown): string | undefined {
  if (link.border > 0 || !(typeof replacer === 'function' || (link.toJson && mayHaveToJson(value)))) {
    return native(nativeJson.stringify, JSON, value, replacer, space) as string | undefined;
  }
  const state: State = {
    replacer: typeof replacer === 'function' ? (replacer as Replacer) : null,
    keys: typeof replacer === 'function' ? null : toKeys(replacer),
    gap: toIndent(space),
    stack: emptyList(),
  };
  return serialize({ '': value }, '', '', state);
}

function mayHaveToJson(value: unknown): value is object | bigint {
  return isObject(value) || typeof value === 'bigint';
}

/** SerializeJSONProperty. */
function serialize(holder: object, key: string, indent: string, state: State): string | undefined {
  return serializeValue(unwrap(valueOf(holder, key, state)), indent, state);
}

function serializeValue(value: unknown, indent: string, state: State): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return String(value);
    case 'bigint':
      throw new TypeError('Do not know how to serialize a BigInt');
    case 'object':
      return value === null ? 'null' : serializeObject(value, indent, state);
    default:
      return undefined;
  }
}

/** The property, after `toJSON` and the replacer. */
function valueOf(holder: object, key: string, { replacer }: State): unknown {
  let value = (holder as Record<string, unknown>)[key];
  if (mayHaveToJson(value)) {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') value = applyFunction(toJSON as ToJson, value, [key]);
  }
  return replacer === null ? value : applyFunction(replacer, holder, [key, value]);
}

function serializeObject(value: object, outer: string, state: State): string | undefined {
  const { stack, gap } = state;
  const raw = rawText(value);
  if (raw !== undefined) return raw;
  const depth = stack.length;
  for (let index = 0; index < depth; index++) {
    if (stack[index] === value) throw new TypeError('Converting circular structure to JSON');
  }
  stack[depth] = value;
  const indent = outer + gap;
  const parts = emptyList<string>();
  const isArray = Array.isArray(value);
  const keys = isArray ? null : (state.keys ?? Object.keys(value));
  const length = keys === null ? lengthOfArrayLike(value) : keys.length;
  for (let index = 0; index < length; index++) {
    const key = keys === null ? String(index) : (keys[index] as string);
    const text = serialize(value, key, indent, state);
    if (isArray) parts[parts.length] = text ?? 'null';
    else if (text !== undefined) parts[parts.length] = `${quote(key)}:${gap === '' ? '' : ' '}${text}`;
  }
  stack.length = depth;
  return isArray ? enclose('[', parts, ']', indent, outer) : enclose('{', parts, '}', indent, outer);
}

function enclose(open: string, parts: string[], close: string, indent: string, outer: string): string {
  if (parts.length === 0) return open + close;
  const isFlat = indent === outer;
  let text = open;
  for (let index = 0; index < parts.length; index++) {
    text += (index > 0 ? ',' : '') + (isFlat ? '' : `\n${indent}`) + (parts[index] as string);
  }
  return text + (isFlat ? '' : `\n${outer}`) + close;
}

/** What `JSON.rawJSON` made, where the engine has it. */
function rawText(value: object): string | undefined {
  'use no greenlet';
  if (nativeJson.isRawJSON === undefined || native(nativeJson.isRawJSON, JSON, value) !== true) return undefined;
  return (value as { rawJSON: string }).rawJSON;
}
