import { types as t } from '@babel/core';
import { isInitializer } from '../1-mark/mark.ts';
import { eachChild } from '../syntax/children.ts';

/**
 * An assertion for the development of the compiler: marked code is in the form that `4-normalize/normal-form.md` describes, as far as a
 * look at each node tells.
 */
export function expectNormalForm(program: t.Program, marked: ReadonlySet<t.Node>): void {
  if (process.env.GREENLETS_CHECK === undefined) return;
  visit(program, marked.has(program), marked);
}

function visit(node: t.Node, around: boolean, marked: ReadonlySet<t.Node>): void {
  const isMarked = t.isFunction(node) || t.isClass(node) || isInitializer(node) ? marked.has(node) : around;
  const fault = isMarked ? faultOf(node) : null;
  if (fault !== null) throw new Error(`after the normalization there is ${fault}`);
  eachChild(node, (child) => visit(child, isMarked, marked));
}

function faultOf(node: t.Node): string | null {
  if (t.isIfStatement(node) && [node.consequent, node.alternate].some((branch) => t.isFunctionDeclaration(branch))) {
    return 'a function that is a branch of an `if`';
  }
  if (t.isForInStatement(node) && t.isVariableDeclaration(node.left) && node.left.declarations[0]?.init) {
    return 'an initial value in the head of a `for...in`';
  }
  return t.isFunction(node) ? faultOfParameters(node.params) : null;
}

function faultOfParameters(params: readonly t.Node[]): string | null {
  if (params.some((param) => t.isTSParameterProperty(param))) return 'a parameter property';
  const isDecorated = params.some((param) => 'decorators' in param && (param.decorators?.length ?? 0) > 0);
  return isDecorated ? 'a decorated parameter' : null;
}
