import { types as t } from '@babel/core';
import { callOf, nil, str } from '../../syntax/build.ts';
import { unwrap } from '../../syntax/children.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { describe, isChain, UNKNOWN } from './describe.ts';
import { nameOf } from '../statements/loops/steps.ts';

/** Where a value comes from that a pattern takes apart: how errors name it. */
export interface Origin {
  /** What is iterated, as an argument of `iterate` and the like. */
  iterated: t.Expression[];
  /** An object; `''` is for the value itself, null for an error that is about the first property instead. */
  object: string | null;
  /** Whether the value that is emitted may be written twice. */
  mayRepeat: boolean;
  /** Whether the engine has no name for it that helps anybody, so that an error may as well be about the first property. */
  isNameless?: boolean;
}

/** Of a value that stands in another one. */
export const NESTED: Origin = { iterated: [], object: null, mayRepeat: false };

/** Of an argument. */
export const ARGUMENT: Origin = { iterated: [], object: '', mayRepeat: true, isNameless: true };

/** Of an argument, or what it is by default. */
export const DEFAULTED: Origin = { iterated: [], object: UNKNOWN.repeat(3), mayRepeat: true };

/** Of the error of a clause. */
export const CAUGHT: Origin = { iterated: [], object: '.catch', mayRepeat: false };

/** Of what a loop has iterated; in some loops, that is assigned. */
export function iteratedBy(left: t.Node): Origin {
  return { iterated: [], object: t.isVariableDeclaration(left) ? '.for' : null, mayRepeat: true, isNameless: true };
}

/** Of an expression, as the source has it. */
export function originOf(expression: t.Expression, iterated: t.Expression[] = []): Origin {
  const value = unwrap(expression);
  return { iterated, object: isChain(value) ? UNKNOWN : describe(value), mayRepeat: t.isIdentifier(value) };
}

const SIMPLE = new Set([...t.LITERAL_TYPES, 'Identifier', 'ObjectExpression', 'AwaitExpression']);

/** The same, where variables are declared: the engine names what is iterated if it is as simple as this. */
export function initialOrigin(init: t.Expression): Origin {
  const value = unwrap(init);
  const named = t.isCallExpression(value) ? value.callee : value;
  return originOf(init, SIMPLE.has(named.type) ? nameOf(value) : []);
}

/**
 * What is assigned to a pattern. If the engine would name a variable of the output, the error comes before:
 *
 *     ({ a } = result)   =>   ({ a } = result ?? objectCoercible(result, "a", "f(...)"))
 */
export function takenApart(pattern: t.Node, value: t.Expression, origin: Origin, ctx: FunctionContext): t.Expression {
  if (!t.isObjectPattern(pattern) || readsFirst(pattern.properties[0]) || isNamed(value, origin)) return value;
  if (!t.isIdentifier(value) && !(origin.mayRepeat && t.isMemberExpression(value)))
    return checkOf(pattern, value, origin, ctx);
  return t.logicalExpression('??', value, checkOf(pattern, t.cloneNode(value), origin, ctx));
}

/** The call that throws unless the value can be taken apart. */
export function checkOf(
  { properties }: t.ObjectPattern,
  value: t.Expression,
  { object }: Origin,
  ctx: FunctionContext,
): t.CallExpression {
  const key = keyOf(properties[0]);
  const text = object === '' ? [] : [object === null || readsMember(properties[0]) ? nil() : str(object)];
  const args = key === null && text.length === 0 ? [] : [key ?? nil(), ...text];
  return callOf(ctx.helper('objectCoercible'), value, ...args);
}

/** Whether reading a property comes first: the engine then speaks of the property, whatever the value is called. */
export function readsFirst(property: t.Node | undefined): boolean {
  return t.isObjectProperty(property) && !property.computed && isWithDefault(property) && !readsMember(property);
}

function isWithDefault({ value }: t.ObjectProperty): boolean {
  return t.isAssignmentPattern(value);
}

/** Whether a property is assigned to another one. */
function readsMember(property: t.Node | undefined): boolean {
  if (!t.isObjectProperty(property) || property.computed) return false;
  const target = t.isAssignmentPattern(property.value) ? property.value.left : property.value;
  return t.isMemberExpression(target) || t.isCallExpression(target);
}

function isNamed(value: t.Expression, { object }: Origin): boolean {
  return describe(value) === object;
}

/** The engine mentions the key, if it is a constant. */
function keyOf(property: t.Node | undefined): t.Expression | null {
  if (!t.isObjectProperty(property) || property.computed) return null;
  return t.isIdentifier(property.key) ? str(property.key.name) : t.cloneNode(property.key as t.Expression);
}
