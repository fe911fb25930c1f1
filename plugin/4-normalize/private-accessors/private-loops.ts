import { types as t } from '@babel/core';
import { contains, eachChild } from '../../syntax/children.ts';
import { declaresPrivate } from '../../syntax/classes/private-names.ts';

/**
 * Makes an assignment of what the head of a loop does with a private name:
 *
 *     for (this.#x of list) f();   =>   for (const value of list) { this.#x = value; f(); }
 */
export function writeOutLoopHeads(name: string, owner: t.Class, unique: (hint: string) => string): void {
  const isName = (node: t.Node): boolean => t.isPrivateName(node) && node.id.name === name;
  const visit = (node: t.Node): void => {
    if (t.isForXStatement(node) && !t.isVariableDeclaration(node.left) && contains(node.left, isName)) {
      writeOut(node, unique('value'));
    }
    const isHidden = t.isClass(node) && declaresPrivate(node, name);
    eachChild(node, (child, key) => {
      if (!isHidden || key !== 'body') visit(child);
    });
  };
  visit(owner.body);
}

function writeOut(loop: t.ForXStatement, value: string): void {
  const assignment = t.assignmentExpression('=', loop.left as t.LVal, t.identifier(value));
  assignment.loc = loop.left.loc ?? null;
  loop.left = t.variableDeclaration('const', [t.variableDeclarator(t.identifier(value))]);
  loop.body = t.blockStatement([t.expressionStatement(assignment), loop.body]);
}
