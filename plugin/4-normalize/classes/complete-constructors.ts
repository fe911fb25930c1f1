import { types as t } from '@babel/core';
import { isBuiltinConstructor } from '../../3-analyze/yield-points/builtins.ts';
import { constructorOf, implicitConstructor } from '../../syntax/classes/constructors.ts';
import { nodesOf, type NodeList } from '../../syntax/node-list.ts';

/**
 * Writes out the implicit constructor of classes whose parent may block: a native one could not be suspended meanwhile. They are
 * marked classes, unless they extend a builtin, and those whose parent has a marked constructor.
 *
 *     class B extends A {}   =>   class B extends A { constructor(...args) { super(...args); } }
 *
 * Input: the nodes of the program, and those that are marked. Output: the new constructors are among them.
 */
export function completeConstructors(list: NodeList, marked: Set<t.Node>): void {
  const { classes, byName } = findParents(list);
  const isIncomplete = (node: t.Class): boolean => {
    const { superClass } = node;
    if (!superClass || t.isNullLiteral(superClass) || constructorOf(node) !== undefined) return false;
    const parents = t.isIdentifier(superClass) ? byName.get(superClass.name) : undefined;
    if (parents?.some((parent) => hasMarkedConstructor(parent, marked)) === true) return true;
    return marked.has(node) && (parents !== undefined || !isBuiltin(superClass));
  };
  for (let pending = classes.filter(isIncomplete); pending.length > 0; pending = classes.filter(isIncomplete)) {
    for (const node of pending) {
      const constructor = implicitConstructor(node);
      node.body.body.unshift(constructor);
      marked.add(constructor);
    }
  }
}

type Parent = t.Class | t.FunctionDeclaration | t.FunctionExpression;

interface Parents {
  classes: t.Class[];
  /** The classes and functions of the program. */
  byName: Map<string, Parent[]>;
}

function findParents(list: NodeList): Parents {
  const classes: t.Class[] = [];
  const byName = new Map<string, Parent[]>();
  const add = (name: string, node: Parent): void => void byName.set(name, [...(byName.get(name) ?? []), node]);
  for (const node of nodesOf(list, ...PARENTS, 'VariableDeclarator')) {
    if (isParent(node)) {
      if (node.id) add(node.id.name, node);
      if (t.isClass(node)) classes.push(node);
    } else if (t.isIdentifier(node.id) && isParent(node.init)) {
      add(node.id.name, node.init);
    }
  }
  return { classes, byName };
}

const PARENTS = ['ClassDeclaration', 'ClassExpression', 'FunctionDeclaration', 'FunctionExpression'] as const;

function isParent(node: t.Node | null | undefined): node is Parent {
  return PARENTS.some((type) => type === node?.type);
}

function isBuiltin(parent: t.Expression): boolean {
  return t.isIdentifier(parent) && isBuiltinConstructor(parent.name);
}

function hasMarkedConstructor(node: Parent, marked: ReadonlySet<t.Node>): boolean {
  if (!t.isClass(node)) return marked.has(node);
  const constructor = constructorOf(node);
  return constructor !== undefined && marked.has(constructor);
}
