import { callArray, callCollection, callPrimitive, callRegExp } from './builtin-methods.ts';
import { callMethodOfBuiltin, constructBuiltin } from './builtin-functions.ts';
import type { Heap } from '../heap/heap.ts';
import { call, invoke } from './invoke.ts';
import type { Place } from '../heap/place.ts';
import { callUnknown, escapeArguments, type Site } from './site.ts';
import { ANYTHING, isCollection, type Value } from '../heap/value.ts';

/** `f(...)` */
export function callFunction(heap: Heap, site: Site): void {
  site.target.each((value) => invoke(heap, value, null, site));
}

/** `o.m(...)`; the name is null where it is computed. */
export function callMethod(heap: Heap, site: Site, name: string | null): void {
  site.target.each((receiver) => {
    if (isForeign(receiver)) escapeArguments(heap, site);
    const isTrusted = isOfBuiltin(receiver);
    if (isTrusted) heap.trust.whenLost(() => callUnknown(heap, site, receiver));
    if (receiver.kind === 'unknown' || (isTrusted && heap.trust.isLost) || isReplaced(heap, receiver, name))
      callUnknown(heap, site, receiver);
    else if (receiver.kind === 'builtin') callMethodOfBuiltin(heap, site, receiver, name ?? '');
    else if (name === null && receiver.kind !== 'object') callUnknown(heap, site, receiver);
    else if (receiver.kind === 'primitive') callPrimitive(heap, site, name ?? '');
    else if (receiver.isBuiltin) callMethodOfOwn(heap, site, receiver, name ?? '');
    else callFound(heap, site, receiver, name);
  });
}

/** A method of an array, collection or regular expression that the program makes, and may have given another method. */
function callMethodOfOwn(heap: Heap, site: Site, receiver: Value, name: string): void {
  for (const own of [receiver.field(name), receiver.field(ANYTHING)]) own.each(() => callUnknown(heap, site, receiver));
  if (receiver.kind === 'array') callArray(heap, site, receiver, name);
  else if (isCollection(receiver)) callCollection(heap, site, receiver, name);
  else callRegExp(heap, site, receiver, name);
}

/** Whether the program puts something in the place of what would be a builtin. */
function isReplaced({ replaced }: Heap, { kind, isBuiltin }: Value, name: string | null): boolean {
  return name !== null && (kind === 'primitive' || isBuiltin) && replaced.has(name);
}

/** Whether its methods are builtin. */
function isOfBuiltin({ kind }: Value): boolean {
  return kind !== 'unknown' && kind !== 'object' && kind !== 'function' && kind !== 'class';
}

/** It may be something else than what its type says. */
function isForeign({ outsider, isBuiltin, kind }: Value): boolean {
  return outsider !== null && (isBuiltin || kind === 'primitive');
}

function callFound(heap: Heap, site: Site, receiver: Value, name: string | null): void {
  const methods = heap.place();
  const from = heap.place(receiver);
  heap.lookups.note({ receivers: from, from, name, stored: null });
  heap.loadFrom(receiver, receiver, name, methods);
  site.lookups.push({ receiver, methods });
  methods.each((method) => invoke(heap, method, receiver, site));
}

/** `super.m(...)`, `o.#m(...)`: the method is known, and what it is called on. */
export function callMethodOn(heap: Heap, site: Site, self: Place): void {
  site.target.each((method) => self.each((receiver) => invoke(heap, method, receiver, site)));
}

/** `new C(...)` */
export function callConstructor(heap: Heap, site: Site): void {
  site.target.each((constructor) => {
    if (constructor.kind === 'unknown') return callUnknown(heap, site);
    if (constructor.kind === 'builtin') {
      if (heap.trust.isLost) return callUnknown(heap, site);
      heap.trust.whenLost(() => callUnknown(heap, site));
      return constructBuiltin(heap, site, constructor);
    }
    if (constructor.kind !== 'class' && constructor.kind !== 'function') return;
    const instance = heap.instanceOf(constructor);
    site.result.add(instance);
    construct(heap, constructor, instance, site);
  });
}

/** `super(...)`: the object exists already, as far as the analysis is concerned. */
export function callSuper(heap: Heap, site: Site, self: Place): void {
  site.target.each((parent) => self.each((instance) => construct(heap, parent, instance, site)));
}

function construct(heap: Heap, constructor: Value, instance: Value, site: Site): void {
  if (constructor.kind === 'unknown' || constructor.kind === 'builtin') return callUnknown(heap, site, instance);
  if (constructor.info !== null) heap.activation(constructor.info).implicit = true;
  if (constructor.kind !== 'class') return invoke(heap, constructor, instance, site);
  constructor.instances.add(instance);
  if (constructor.info === null) {
    // What a parent returns takes the place of the object.
    site.result.flowTo(constructor.instances);
    constructor.parents.each((parent) => construct(heap, parent, instance, site));
  } else call(heap, constructor.info, instance, site);
}
