import { types as t } from '@babel/core';

/**
 * Writes out the implicit constructor of marked classes that extend a class of the same program: a native one could not
 * be suspended while the parent's constructor blocks.
 *
 *     class B extends A {}   =>   class B extends A { constructor(...args) { super(...args); } }
 *
 * Input: the marked nodes. Output: the new constructors are among them.
 */
export function completeConstructors(program: t.Program, marked: Set<t.Node>): void {
  const classes = [...marked].filter((node) => t.isClass(node));
  const names = new Set(classes.map((node) => node.id?.name));
  t.traverseFast(program, (node) => {
    if (t.isVariableDeclarator(node) && t.isIdentifier(node.id) && t.isClass(node.init)) names.add(node.id.name);
  });
  for (const node of classes) {
    if (!t.isIdentifier(node.superClass) || !names.has(node.superClass.name) || hasConstructor(node)) continue;
    const constructor = passOn();
    node.body.body.unshift(constructor);
    marked.add(constructor);
  }
}

function hasConstructor(node: t.Class): boolean {
  return node.body.body.some((element) => t.isClassMethod(element) && element.kind === 'constructor');
}

function passOn(): t.ClassMethod {
  const call = t.callExpression(t.super(), [t.spreadElement(t.identifier('args'))]);
  const body = t.blockStatement([t.expressionStatement(call)]);
  return t.classMethod('constructor', t.identifier('constructor'), [t.restElement(t.identifier('args'))], body);
}
