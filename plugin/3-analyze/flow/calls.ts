import type { types as t } from '@babel/core';
import type { FunctionInfo } from '../model.ts';
import { callArray, callCollection, callPrimitive, callRegExp } from './builtin-methods.ts';
import { callBuiltin, callMethodOfBuiltin, constructBuiltin } from './builtin-functions.ts';
import type { Heap } from './heap.ts';
import type { Place } from './place.ts';
import { isCollection, type Value } from './value.ts';

/** A call in the program: what it passes, and what it may call. */
export interface Site {
  node: t.Node;
  /** The function, or the object whose method is called. */
  target: Place;
  args: Place[];
  /** What arguments of an unknown number hold: `f(...list)`. */
  spread: Place | null;
  result: Place;
  callees: Set<FunctionInfo>;
  /** Whether it may call something that is not in this file. */
  unknown: boolean;
  /** The array that a method of a builtin makes, and the pairs in it: one each for all receivers, which may come from it. */
  made: { array: Value | null; pair: Value | null };
  /** The methods found on each receiver; where there is none, somebody else may have put one there. */
  lookups: { receiver: Value; methods: Place }[];
}

/** `f(...)` */
export function callFunction(heap: Heap, site: Site): void {
  site.target.each((value) => invoke(heap, value, null, site));
}

/** `o.m(...)`; the name is null where it is computed. */
export function callMethod(heap: Heap, site: Site, name: string | null): void {
  site.target.each((receiver) => {
    if (isForeign(receiver)) escapeArguments(heap, site);
    if (isAnybodys(heap, receiver)) callUnknown(heap, site, receiver);
    else if (receiver.kind === 'builtin') callMethodOfBuiltin(heap, site, receiver, name ?? '');
    else if (name === null && receiver.kind !== 'object') callUnknown(heap, site, receiver);
    else if (receiver.kind === 'primitive') callPrimitive(heap, site, name ?? '');
    else if (receiver.kind === 'array') callArray(heap, site, receiver, name ?? '');
    else if (isCollection(receiver)) callCollection(heap, site, receiver, name ?? '');
    else if (receiver.kind === 'regexp') callRegExp(heap, site, receiver, name ?? '');
    else callFound(heap, site, receiver, name);
  });
}

/** Whether its methods may be those of anybody. */
function isAnybodys({ lookups }: Heap, { kind }: Value): boolean {
  return kind === 'unknown' || (lookups !== null && kind !== 'object' && kind !== 'function' && kind !== 'class');
}

/** It may be something else than what its type says. */
function isForeign({ outsider, isBuiltin, kind }: Value): boolean {
  return outsider !== null && (isBuiltin || kind === 'primitive');
}

function callFound(heap: Heap, site: Site, receiver: Value, name: string | null): void {
  const methods = heap.place();
  const from = heap.place(receiver);
  heap.lookups?.note({ receivers: from, from, name, stored: null });
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
    if (constructor.kind === 'builtin' && heap.lookups === null) return constructBuiltin(heap, site, constructor);
    if (constructor.kind === 'builtin') return callUnknown(heap, site);
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

export function invoke(heap: Heap, callee: Value, self: Value | null, site: Site): void {
  if (callee.kind === 'unknown') callUnknown(heap, site, self);
  else if (callee.kind === 'builtin' && heap.lookups !== null) callUnknown(heap, site, self);
  else if (callee.kind === 'builtin') callBuiltin(heap, site, callee);
  else if (callee.kind === 'function' && callee.info !== null) call(heap, callee.info, self, site);
}

/** Whatever is passed to unknown code is known to anybody. */
export function callUnknown(heap: Heap, site: Site, self: Value | null = null): void {
  if (self !== null) heap.release(self);
  site.result.add(heap.unknown);
  if (site.unknown) return;
  site.unknown = true;
  escapeArguments(heap, site);
}

export function escapeArguments(heap: Heap, { args, spread }: Site): void {
  for (const arg of args) heap.escape(arg);
  if (spread !== null) heap.escape(spread);
}

function call(heap: Heap, info: FunctionInfo, self: Value | null, site: Site): void {
  const activation = heap.activation(info);
  activation.self.add(self ?? heap.unknown);
  if (site.callees.has(info)) return;
  site.callees.add(info);
  pass(heap, info, site);
  if (info.async || info.generator) site.result.add(heap.unknown);
  else activation.returns.flowTo(site.result);
}

function pass(heap: Heap, info: FunctionInfo, site: Site): void {
  const { args, spread } = site;
  const activation = heap.activation(info);
  activation.called = true;
  if (info.usesArguments) passAsArguments(heap, info, site);
  activation.params.forEach((param, index) => {
    args[index]?.flowTo(param);
    spread?.flowTo(param);
  });
  const { rest } = activation;
  if (rest !== null) for (const arg of args.slice(activation.params.length)) arg.flowTo(rest.elements);
  if (rest !== null) spread?.flowTo(rest.elements);
}

/** Through `arguments`, a function gets at what it was given without naming it, and changes parameters. */
function passAsArguments(heap: Heap, info: FunctionInfo, site: Site): void {
  escapeArguments(heap, site);
  for (const param of heap.activation(info).params) param.add(heap.unknown);
}
