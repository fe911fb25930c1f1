import { types as t } from '@babel/core';
import { unwrap } from '../../../syntax/children.ts';
import { definedNames, definingFunction } from '../../scopes/replacements.ts';
import { collectorOf } from '../../yield-points/collecting-calls.ts';
import { propertyName, superObject, walkKey } from './keys.ts';
import { callConstructor, callFunction, callMethod, callSuper, callMethodOn } from '../calls/calls.ts';
import type { Site } from '../calls/site.ts';
import { walkGlobalCall } from './globals.ts';
import type { Place } from '../heap/place.ts';
import type { Walker } from './walker.ts';

type Call = t.CallExpression | t.OptionalCallExpression | t.NewExpression;

/** A call: notes where it is, and lets arguments and results flow once it is known what is called. */
export function walkCall(node: Call, walker: Walker): Place {
  if (walker.analysis.movedFields.definitions.has(node)) return walkFieldDefinition(node, walker);
  const { args, spread } = walkArguments(node, walker);
  if (args[0] !== undefined && collectorOf(node, walker.analysis) !== null) walker.iterate(node, args[0]);
  if (t.isCallExpression(node) && args[0] !== undefined) noteDefinitions(node, args[0], walker);
  const builtin = walkGlobalCall(node, args, walker);
  if (builtin !== null) return builtin;
  const call: Followed = { node, args, spread, result: walker.heap.place() };
  const callee = unwrap(node.callee);
  if (t.isNewExpression(node)) callConstructor(walker.heap, addSite(call, walker.walk(callee), walker));
  else if (t.isSuper(callee)) walkSuperCall(call, walker);
  else if (t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee)) walkMethodCall(callee, call, walker);
  else callFunction(walker.heap, addSite(call, walker.walk(callee), walker));
  return call.result;
}

/** What is known of a call before it is known what is called. */
type Followed = Pick<Site, 'node' | 'args' | 'spread' | 'result'>;

function addSite({ node, args, spread, result }: Followed, target: Place, { sites }: Walker): Site {
  const made = { array: null, pair: null };
  const site: Site = { node, target, args, spread, result, callees: new Set(), unknown: false, made, lookups: [] };
  sites.push(site);
  return site;
}

/** `defineFields(this, { x: f() })`, which is what a field is. */
function walkFieldDefinition({ arguments: [, fields] }: Call, walker: Walker): Place {
  const [field] = (fields as t.ObjectExpression).properties;
  const { key, value, computed } = field as t.ObjectProperty;
  const name = propertyName(key, computed);
  const initial = walker.walk(value);
  walker.self().each((owner) => initial.flowTo(name === null ? owner.elements : owner.field(name)));
  return walker.primitive();
}

/** `Object.defineProperty(map, 'get', ...)` */
function noteDefinitions(node: t.CallExpression, target: Place, { heap }: Walker): void {
  if (definingFunction(node) === null) return;
  const names = definedNames(node);
  target.each((value) => names.forEach((name) => heap.define(value, name)));
}

function walkArguments(node: Call, walker: Walker): { args: Place[]; spread: Place | null } {
  const args: Place[] = [];
  let spread: Place | null = null;
  for (const argument of node.arguments) {
    if (t.isSpreadElement(argument)) {
      spread ??= walker.heap.place();
      walker.iterate(argument, walker.walkTyped(argument.argument)).flowTo(spread);
    } else if (spread !== null) walker.walk(argument).flowTo(spread);
    else args.push(walker.walk(argument));
  }
  return { args, spread };
}

function walkMethodCall(callee: t.MemberExpression | t.OptionalMemberExpression, call: Followed, walker: Walker): void {
  const { heap } = walker;
  if (t.isSuper(callee.object)) {
    const methods = heap.place();
    heap.loadSuper(superObject(walker), walker.self(), walkKey(callee, walker), methods);
    return callMethodOn(heap, addSite(call, methods, walker), walker.self());
  }
  const receiver = walker.walkTyped(callee.object);
  const method = walker.privateMethod(callee.property);
  if (method !== undefined) return callMethodOn(heap, addSite(call, heap.place(method), walker), receiver);
  callMethod(heap, addSite(call, receiver, walker), walkKey(callee, walker));
}

/** `super(...)`; its value is `this`, which the parent may have replaced. */
function walkSuperCall(call: Followed, walker: Walker): void {
  const parents = walker.classes.get(walker.thisOwner())?.parents ?? walker.unknown();
  callSuper(walker.heap, addSite(call, parents, walker), walker.self());
  walker.self().flowTo(call.result);
  call.result.flowTo(walker.self());
}
