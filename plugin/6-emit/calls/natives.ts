import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { callOf } from '../../syntax/build.ts';
import type { FunctionContext } from '../state/context.ts';

/** Native methods that resume or call something whatever their arguments are. */
const CALLING = new Set('next throw return call apply bind construct take drop toArray snapshot'.split(' '));

/** Native methods that may be given a function. */
const TAKING_CALLBACKS = new Set(
  'forEach map filter some every find findIndex findLast findLastIndex reduce reduceRight flatMap sort toSorted from replace replaceAll groupBy getOrInsertComputed parse stringify try run exit runInAsyncScope'.split(
    ' ',
  ),
);

type Member = t.MemberExpression | t.OptionalMemberExpression;

/** `Array.prototype.map.call(list, f)`: the native method, which is not called as one, has a version that can suspend. */
export function cooperativeReceiver(
  callee: Member,
  args: readonly t.Node[],
  value: t.Expression,
  ctx: FunctionContext,
): t.Expression {
  const name = nameOf(callee);
  const method = unwrap(callee.object);
  return (name === 'call' || name === 'apply') && t.isMemberExpression(method) && nameOf(method) !== null
    ? cooperativeVersion(method, args, value, ctx)
    : value;
}

/**
 * A method that native objects have, too, may turn out to be native, and cannot suspend then; the runtime has versions
 * that can.
 *
 *     list.map(f)   =>   callee = cooperativeMap(list.map)
 */
export function cooperativeVersion(
  callee: Member,
  args: readonly t.Node[],
  method: t.Expression,
  ctx: FunctionContext,
): t.Expression {
  const name = nameOf(callee);
  if (name === null) return callOf(ctx.helper('cooperative'), method);
  const mayCall = CALLING.has(name) || (TAKING_CALLBACKS.has(name) && args.some((argument) => !t.isLiteral(argument)));
  return mayCall ? callOf(ctx.helper(`cooperative${name.charAt(0).toUpperCase()}${name.slice(1)}`), method) : method;
}

/** The name of a method as far as it shows; null if it is found out when the program runs. */
function nameOf({ computed, property }: Member): string | null {
  if (t.isPrivateName(property)) return `#${property.id.name}`;
  if (!computed) return (property as t.Identifier).name;
  if (t.isStringLiteral(property)) return property.value;
  return t.isLiteral(property) && !t.isTemplateLiteral(property) ? '' : null;
}
