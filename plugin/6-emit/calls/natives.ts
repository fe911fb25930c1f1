import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { callOf } from '../../syntax/build.ts';
import type { Binding } from '../../3-analyze/model.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { isConstant } from '../../3-analyze/scopes/initialization.ts';

/** Native methods that resume or call something whatever their arguments are. */
const CALLING = new Set('next throw return call apply bind construct take drop toArray snapshot'.split(' '));

/** Native methods that may be given a function. */
const TAKING_CALLBACKS = new Set(
  'forEach map filter some every find findIndex findLast findLastIndex reduce reduceRight flatMap sort toSorted from replace replaceAll groupBy getOrInsertComputed parse stringify try run exit runInAsyncScope fromEntries all allSettled any race'.split(
    ' ',
  ),
);

/** Among these, the ones that need no receiver, and so may be called as plain functions. */
const FUNCTIONS = new Set(
  'apply construct snapshot from groupBy parse stringify try fromEntries all allSettled any race'.split(' '),
);

/** Native methods that call nothing but their first argument. */
const CALLING_BACK = new Set('findIndex findLast findLastIndex reduceRight sort toSorted'.split(' '));

/** The same, but that iterators have them, too, which call their `next`. */
const ITERATING = new Set('forEach some every find reduce'.split(' '));

/** The same, but that they call what makes their result, too, if that is of a class of its own. */
const MAKING = new Set(['map', 'filter']);

type Member = t.MemberExpression | t.OptionalMemberExpression;

/**
 * A native method that is not called as one has a version that can suspend:
 *
 *     Array.prototype.map.call(list, f)   =>   receiver = cooperativeMap(Array.prototype.map)
 */
export function cooperativeReceiver(
  callee: Member,
  args: readonly t.Node[],
  value: t.Expression,
  ctx: FunctionContext,
): t.Expression {
  const method = unwrap(callee.object);
  if (!isIndirect(callee)) return value;
  if (t.isMemberExpression(method))
    return nameOf(method) === null ? value : cooperativeVersion(method, args, value, ctx);
  if (!mayBeNative(callee, ctx)) return value;
  const property = t.isIdentifier(method) ? (bindingOf(method, ctx)?.property ?? null) : null;
  return property === null ? callOf(ctx.helper('cooperative'), value) : versionOf(property, args, value, ctx);
}

function isIndirect(callee: Member): boolean {
  const name = nameOf(callee);
  return name === 'call' || name === 'apply';
}

/** Whether `f.call(...)` may call a native method: `f` is no function of the program, as far as it shows. */
export function mayBeNative(callee: Member, ctx: FunctionContext): boolean {
  const method = unwrap(callee.object);
  if (!isIndirect(callee) || t.isSuper(method) || t.isThisExpression(method)) return false;
  if (t.isFunction(method) || t.isMemberExpression(method)) return false;
  const binding = t.isIdentifier(method) ? bindingOf(method, ctx) : null;
  if (!binding) return true;
  const { property, kind, value } = binding;
  if (property !== null) return TAKING_CALLBACKS.has(property) || CALLING.has(property);
  return kind !== 'function' && kind !== 'class' && kind !== 'self' && !t.isFunction(value);
}

function bindingOf(node: t.Identifier, ctx: FunctionContext): Binding | null | undefined {
  return ctx.program.analysis.refOf.get(node)?.binding;
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
  return name === null ? callOf(ctx.helper('cooperative'), method) : versionOf(name, args, method, ctx);
}

/**
 * The same for a method that is called as one: the native method will do where its callback is a function that cannot suspend. The engine
 * compiles the two into one, which takes a tenth of the time.
 */
export function cooperativeMethod(
  callee: Member,
  args: readonly t.Node[],
  method: t.Expression,
  receiver: t.Expression,
  ctx: FunctionContext,
): t.Expression {
  const name = nameOf(callee) ?? '';
  if (neverSuspends(args[0], ctx)) {
    if (CALLING_BACK.has(name)) return method;
    if (ITERATING.has(name)) return callOf(finder('iterating', name, ctx), method);
    if (MAKING.has(name) && !ctx.program.analysis.replaced.constructors)
      return callOf(finder('making', name, ctx), method, t.cloneNode(receiver));
  }
  return cooperativeVersion(callee, args, method, ctx);
}

/** Whether it is a function of the program that is not compiled. */
function neverSuspends(callback: t.Node | undefined, ctx: FunctionContext): boolean {
  const value = callback && valueOf(unwrap(callback), ctx);
  return t.isFunction(value) && ctx.program.analysis.infoOf.get(value)?.compiled === false;
}

function valueOf(node: t.Node, ctx: FunctionContext): t.Node | null {
  if (!t.isIdentifier(node)) return node;
  const binding = bindingOf(node, ctx);
  return binding && isConstant(binding) ? binding.value : null;
}

function versionOf(name: string, args: readonly t.Node[], method: t.Expression, ctx: FunctionContext): t.Expression {
  const mayCall = CALLING.has(name) || (TAKING_CALLBACKS.has(name) && args.some((argument) => !t.isLiteral(argument)));
  return mayCall ? callOf(finder('cooperative', name, ctx), method) : method;
}

function finder(kind: 'cooperative' | 'iterating' | 'making', name: string, ctx: FunctionContext): t.Identifier {
  return ctx.helper(`${kind}${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

/**
 * What finds the version of a native function that is called without its object; null if the callee looks like something else.
 *
 *     const { from } = Array; from(list, f)   =>   callee = cooperativeFrom(from)
 */
export function functionVersionFinder(callee: t.Node, ctx: FunctionContext): t.Identifier | null {
  const name = nameOfFunction(callee, ctx);
  return name !== null && FUNCTIONS.has(name) ? finder('cooperative', name, ctx) : null;
}

/** The name under which an object had the function that an expression evaluates to, as far as it shows. */
function nameOfFunction(callee: t.Node, ctx: FunctionContext): string | null {
  const inner = unwrap(callee);
  if (t.isSequenceExpression(inner)) return nameOfFunction(inner.expressions.at(-1) as t.Node, ctx);
  if (t.isLogicalExpression(inner)) return nameOfFunction(inner.left, ctx) ?? nameOfFunction(inner.right, ctx);
  if (t.isConditionalExpression(inner))
    return nameOfFunction(inner.consequent, ctx) ?? nameOfFunction(inner.alternate, ctx);
  if (t.isMemberExpression(inner)) return nameOf(inner);
  const binding = t.isIdentifier(inner) ? bindingOf(inner, ctx) : null;
  if (!binding) return null;
  return binding.property ?? (GIVEN.has(binding.kind) ? binding.name : null);
}

/** The variables whose values come from elsewhere, and may be called like them. */
const GIVEN = new Set(['param', 'import']);

/** The name of a method as far as it shows; null if it is found out when the program runs. */
function nameOf({ computed, property }: Member): string | null {
  if (t.isPrivateName(property)) return `#${property.id.name}`;
  if (!computed) return (property as t.Identifier).name;
  if (t.isStringLiteral(property)) return property.value;
  return t.isLiteral(property) && !t.isTemplateLiteral(property) ? '' : null;
}
