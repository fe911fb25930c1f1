import { types as t } from '@babel/core';
import { eachChild, unwrap } from '../../syntax/children.ts';
import { boundNames } from './declare.ts';
import type { FunctionInfo } from '../model.ts';

/**
 * Whether a sloppy function can tell that its parameters and the elements of its `arguments` are the same variables: it
 * assigns to one and reads the other, or lets others do so.
 */
export function sharesArguments(fn: FunctionInfo): boolean {
  if (fn.strict || !fn.usesArguments || fn.scope === null || !t.isFunction(fn.node) || fn.kind === 'arrow')
    return false;
  const { params } = fn.node;
  if (params.length === 0 || !params.every((param) => t.isIdentifier(param))) return false;
  const uses = new Set<Use>();
  collectUses(fn.node.body, uses);
  if (uses.has('other')) return true;
  const bindings = params.flatMap(boundNames).map((name) => fn.scope?.bindings.get(name));
  return uses.has('element') && bindings.some((binding) => binding !== undefined && binding.writes > 0);
}

/** What a function does with `arguments`: it reads its length or its elements, or anything else. */
type Use = 'length' | 'element' | 'other';

function collectUses(node: t.Node, uses: Set<Use>): void {
  const isOwnFunction = t.isFunction(node) && !t.isArrowFunctionExpression(node);
  if (isOwnFunction || t.isClass(node)) return;
  if (isArguments(node) || isArgumentsElement(targetOf(node))) uses.add('other');
  const read = readOf(node);
  if (read !== null) uses.add(read);
  eachChild(node, (child) => {
    if (read === null || !isArguments(child)) collectUses(child, uses);
  });
}

function isArguments(node: t.Node | null | undefined): boolean {
  return t.isIdentifier(node, { name: 'arguments' });
}

function isArgumentsElement(node: t.Node | null): boolean {
  if (node === null) return false;
  const inner = unwrap(node);
  if (t.isMemberExpression(inner)) return isArguments(inner.object);
  let found = false;
  if (t.isPattern(inner) || t.isRestElement(inner) || t.isObjectProperty(inner)) {
    eachChild(inner, (child) => {
      found ||= isArgumentsElement(child);
    });
  }
  return found;
}

/** What a node assigns to, deletes, or calls as a method, and so hands out. */
function targetOf(node: t.Node): t.Node | null {
  if (t.isAssignmentExpression(node) || t.isForXStatement(node)) return node.left;
  if (t.isUpdateExpression(node) || t.isUnaryExpression(node, { operator: 'delete' })) return node.argument;
  return t.isCallExpression(node) || t.isOptionalCallExpression(node) ? node.callee : null;
}

/** How `node` reads `arguments`, if it does so itself. */
function readOf(node: t.Node): Use | null {
  if (t.isSpreadElement(node) && isArguments(node.argument)) return 'element';
  if (t.isForOfStatement(node) && isArguments(node.right)) return 'element';
  if (t.isMemberExpression(node) && isArguments(node.object)) {
    return t.isIdentifier(node.property, { name: 'length' }) && !node.computed ? 'length' : 'element';
  }
  return t.isCallExpression(node) && passesElements(node) ? 'element' : null;
}

/** `f.apply(x, arguments)`, `slice.call(arguments, 1)`, `Array.from(arguments)` */
function passesElements({ callee, arguments: args }: t.CallExpression): boolean {
  const method = unwrap(callee);
  if (!t.isMemberExpression(method) || method.computed || !t.isIdentifier(method.property)) return false;
  const { object, property } = method;
  if (property.name === 'apply') return args.length === 2 && isArguments(args[1]);
  if (property.name === 'from') return t.isIdentifier(object, { name: 'Array' }) && isArguments(args[0]);
  if (property.name !== 'call' || !isArguments(args[0])) return false;
  return t.isMemberExpression(object) ? t.isIdentifier(object.property, { name: 'slice' }) : isSlice(object);
}

function isSlice(node: t.Node): boolean {
  return t.isIdentifier(node, { name: 'slice' });
}
