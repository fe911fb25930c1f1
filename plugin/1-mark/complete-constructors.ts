import { types as t } from '@babel/core';
import { constructorOf, implicitConstructor } from './class-constructors.ts';

/**
 * Writes out the implicit constructor of classes that extend a class of the same program: a native one could not be
 * suspended while the parent's constructor blocks. They are marked classes, and those whose parent has a marked constructor.
 *
 *     class B extends A {}   =>   class B extends A { constructor(...args) { super(...args); } }
 *
 * Input: the marked nodes. Output: the new constructors are among them.
 */
export function completeConstructors(program: t.Program, marked: Set<t.Node>): void {
  const { classes, byName } = findClasses(program);
  const isIncomplete = (node: t.Class): boolean => {
    if (!t.isIdentifier(node.superClass) || constructorOf(node) !== undefined) return false;
    const parents = byName.get(node.superClass.name) ?? [];
    return parents.some((parent) => marked.has(node) || hasMarkedConstructor(parent, marked));
  };
  for (let pending = classes.filter(isIncomplete); pending.length > 0; pending = classes.filter(isIncomplete)) {
    for (const node of pending) {
      const constructor = implicitConstructor(node);
      node.body.body.unshift(constructor);
      marked.add(constructor);
    }
  }
}

interface Classes {
  classes: t.Class[];
  byName: Map<string, t.Class[]>;
}

function findClasses(program: t.Program): Classes {
  const classes: t.Class[] = [];
  const byName = new Map<string, t.Class[]>();
  const add = (name: string, node: t.Class): void => void byName.set(name, [...(byName.get(name) ?? []), node]);
  t.traverseFast(program, (node) => {
    if (t.isClass(node)) classes.push(node);
    if (t.isClass(node) && node.id) add(node.id.name, node);
    if (t.isVariableDeclarator(node) && t.isIdentifier(node.id) && t.isClass(node.init)) add(node.id.name, node.init);
  });
  return { classes, byName };
}

function hasMarkedConstructor(node: t.Class, marked: ReadonlySet<t.Node>): boolean {
  const constructor = constructorOf(node);
  return constructor !== undefined && marked.has(constructor);
}
