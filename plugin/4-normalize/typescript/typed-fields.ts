import { types as t } from '@babel/core';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { nodesOf, type NodeList } from '../../syntax/node-list.ts';

type Element = t.ClassBody['body'][number];

/**
 * Gives fields that have a type and no value the value that they get, where they may come after one that blocks. Which of them are
 * fields, and no mere declarations, is for whoever takes the types off.
 *
 *     class A { x = f(); y: number }   =>   class A { x = f(); y: number = void 0 }
 *
 * Input: the nodes of the program as it was parsed, and the marked ones. Output: fields without a value have no type, or are declarations.
 */
export function writeOutTypedFields(list: NodeList, marked: ReadonlySet<t.Node>): void {
  for (const node of nodesOf(list, 'ClassDeclaration', 'ClassExpression')) {
    const { body } = node.body;
    if (marked.has(node) && body.some(mayTakeTime)) body.forEach(writeOut);
  }
}

function mayTakeTime(element: Element): boolean {
  if (t.isStaticBlock(element)) return true;
  return 'value' in element && element.value ? mayBlock(element.value, () => false) : false;
}

function writeOut(element: Element): void {
  if (!t.isClassProperty(element) || element.value || !element.typeAnnotation) return;
  if (element.declare || element.abstract || element.decorators?.length) return;
  element.value = t.unaryExpression('void', t.numericLiteral(0));
  element.definite = null;
}
