'use greenlet';

import { collectedPromises, collectedProperties } from '../iteration/collected.ts';
import { nativeCollecting } from './natives.ts';
import { native } from './operations.ts';

/* The functions that iterate what they are given, so that the iterator can suspend. */

function fromEntries(this: unknown, entries: unknown): unknown {
  return native(nativeCollecting.fromEntries, this, collectedProperties(entries));
}

function all(this: unknown, values: unknown): unknown {
  return native(nativeCollecting.all, this, collectedPromises(values, false, this));
}

function allSettled(this: unknown, values: unknown): unknown {
  return native(nativeCollecting.allSettled, this, collectedPromises(values, false, this));
}

function any(this: unknown, values: unknown): unknown {
  return native(nativeCollecting.any, this, collectedPromises(values, false, this));
}

function race(this: unknown, values: unknown): unknown {
  return native(nativeCollecting.race, this, collectedPromises(values, false, this));
}

export const collectingFunctions: [unknown, unknown][] = [
  [nativeCollecting.fromEntries, fromEntries],
  [nativeCollecting.all, all],
  [nativeCollecting.allSettled, allSettled],
  [nativeCollecting.any, any],
  [nativeCollecting.race, race],
];
