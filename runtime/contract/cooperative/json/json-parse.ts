'use greenlet';

import { reflectDeleteProperty } from '../../builtins.ts';
import { isObject } from '../../is-object.ts';
import { applyFunction } from '../functions.ts';
import { nativeJson } from '../natives.ts';
import { createDataProperty, lengthOfArrayLike, native } from '../operations.ts';

/* `JSON.parse` with a function (ECMA-262, 25.5.1), compiled, so that the function can suspend. */

type Reviver = (this: unknown, key: string, value: unknown, context?: object) => unknown;

/** A primitive value as the text had it. */
interface Source {
  value: unknown;
  source: unknown;
}

/** By the object that holds it, and its key. */
type Sources = Map<unknown, Map<string, Source>>;

/** Stands for the object that holds the root, which only the native function sees. */
const ROOT = {};

export function parse(text: string, reviver?: Reviver): unknown {
  if (typeof reviver !== 'function') return native(nativeJson.parse, JSON, text, reviver);
  const sources: Sources | null = nativeJson.tellsSource ? new Map() : null;
  const value = sources === null ? native(nativeJson.parse, JSON, text) : parseWithSources(text, sources);
  const root = {};
  createDataProperty(root, '', value);
  return revive(root, '', sources?.get(ROOT)?.get(''), reviver, sources);
}

function parseWithSources(text: string, sources: Sources): unknown {
  'use no greenlet';
  return native(nativeJson.parse, JSON, text, function (this: object, key: string, value: unknown, context: object) {
    if (!isObject(value)) note(sources, this, key, { value, source: (context as { source?: unknown }).source });
    return value;
  });
}

/** The root is the last to be noted under the empty key. */
function note(sources: Sources, holder: object, key: string, source: Source): void {
  const holders = key === '' ? [holder, ROOT] : [holder];
  for (const each of holders) sources.set(each, (sources.get(each) ?? new Map<string, Source>()).set(key, source));
}

/** InternalizeJSONProperty. */
function revive(
  holder: object,
  key: string,
  source: Source | undefined,
  reviver: Reviver,
  sources: Sources | null,
): unknown {
  const value = (holder as Record<string, unknown>)[key];
  if (isObject(value)) {
    const keys = Array.isArray(value) ? null : Object.keys(value);
    const length = keys === null ? lengthOfArrayLike(value) : keys.length;
    const known = sources?.get(value);
    for (let index = 0; index < length; index++) {
      const name = keys === null ? String(index) : (keys[index] as string);
      const revived = revive(value, name, known?.get(name), reviver, sources);
      if (revived === undefined) reflectDeleteProperty(value, name);
      else createDataProperty(value, name, revived);
    }
  }
  return applyFunction(reviver, holder, sources === null ? [key, value] : [key, value, contextOf(value, source)]);
}

/** A value that was replaced meanwhile is not what the text had. */
function contextOf(value: unknown, source: Source | undefined): object {
  return source !== undefined && Object.is(source.value, value) ? { source: source.source } : {};
}
