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
  const result = walker.heap.place();
  const site = (target: Place): Site => {
    const made: Site = {
      node,
      target,
      args,
      spread,
      result,
      callees: new Set(),
      unknown: false,
      made: { array: null, pair: null },
      lookups: [],
    };
    walker.sites.push(made);
    return made;
  };
  const callee = unwrap(node.callee);
  if (t.isNewExpression(node)) callConstructor(walker.heap, site(walker.walk(callee)));
  else if (t.isSuper(callee)) walkSuperCall(site, result, walker);
  else if (t.isMemberExpression(callee) || t.isOptionalMemberExpression(callee)) walkMethodCall(callee, site, walker);
  else callFunction(walker.heap, site(walker.walk(callee)));
  return result;
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

type MakeSite = (target: Place) => Site;

function walkMethodCall(callee: t.MemberExpression | t.OptionalMemberExpression, site: MakeSite, walker: Walker): void {
  const { heap } = walker;
  if (t.isSuper(callee.object)) {
    const methods = heap.place();
    heap.loadSuper(superObject(walker), walker.self(), walkKey(callee, walker), methods);
    return callMethodOn(heap, site(methods), walker.self());
  }
  const receiver = walker.walkTyped(callee.object);
  const method = walker.privateMethod(callee.property);
  if (method !== undefined) return callMethodOn(heap, site(heap.place(method)), receiver);
  callMethod(heap, site(receiver), walkKey(callee, walker));
}

/** `super(...)`; its value is `this`, which the parent may have replaced. */
function walkSuperCall(site: MakeSite, result: Place, walker: Walker): void {
  const parents = walker.classes.get(walker.thisOwner())?.parents ?? walker.unknown();
  callSuper(walker.heap, site(parents), walker.self());
  walker.self().flowTo(result);
  result.flowTo(walker.self());
}
