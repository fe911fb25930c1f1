import { types as t } from '@babel/core';
import { eachChild } from '../3-analyze/children.ts';
import { isDirectEval } from '../3-analyze/direct-eval.ts';
import { put } from './put.ts';

/** A place where a class uses a private name: what it evaluates, and which accessors that takes. */
export interface PrivateUse {
  node: t.MemberExpression | t.BinaryExpression | t.AssignmentExpression | t.UpdateExpression;
  needs: ('get' | 'set')[];
  /** Puts something else in the place of the read, or of the statement that writes. */
  replace: (value: t.Node) => void;
}

/** A node with what is around it. */
interface Position {
  node: t.Node;
  key: string;
  parent: Position | null;
}

/**
 * The uses of a private name in its class, those in the object of another one before that: reads, statements that
 * write, `#x in o`. Null if there are others, or may be: in code that is evaluated.
 */
export function findPrivateUses(name: string, owner: t.Class): PrivateUse[] | null {
  const uses: (PrivateUse | null)[] = [];
  const visit = (position: Position): void => {
    const { node, parent } = position;
    if (t.isPrivateName(node) && node.id.name === name && parent !== null) {
      if (!declares(parent.node, owner)) uses.push(useOf(parent));
      return;
    }
    if (isDirectEval(node)) uses.push(null);
    eachChild(node, (child, key) => visit({ node: child, key, parent: position }));
  };
  visit({ node: owner.body, key: 'body', parent: null });
  return uses.every((use) => use !== null) ? uses : null;
}

/** A declaration in a class inside is another name, and makes a use that nothing can be done about. */
function declares(node: t.Node, owner: t.Class): boolean {
  return t.isClassPrivateMethod(node) && owner.body.body.includes(node);
}

function useOf(position: Position): PrivateUse | null {
  const { node, key, parent } = position;
  if (t.isBinaryExpression(node)) return { node, needs: [], replace: () => undefined };
  if (!t.isMemberExpression(node) || t.isSuper(node.object) || parent === null) return null;
  if (isTarget(parent.node, key)) return writeOf(parent);
  return isPlainRead(parent, key) ? { node, needs: ['get'], replace: replacer(position) } : null;
}

function isTarget(parent: t.Node, key: string): parent is t.AssignmentExpression | t.UpdateExpression {
  return t.isUpdateExpression(parent) || (t.isAssignmentExpression(parent) && key === 'left');
}

/** A write whose value nobody uses. */
function writeOf({ node, parent }: Position): PrivateUse | null {
  if (parent === null || !t.isExpressionStatement(parent.node)) return null;
  const replace = replacer(parent);
  if (t.isUpdateExpression(node)) return { node, needs: ['get', 'set'], replace };
  if (!t.isAssignmentExpression(node) || ['||=', '&&=', '??='].includes(node.operator)) return null;
  return { node, needs: node.operator === '=' ? ['set'] : ['get', 'set'], replace };
}

const READERS = new Set<t.Node['type']>([
  'ReturnStatement',
  'ExpressionStatement',
  'VariableDeclarator',
  'BinaryExpression',
  'LogicalExpression',
  'ConditionalExpression',
  'UnaryExpression',
  'IfStatement',
  'WhileStatement',
  'ArrowFunctionExpression',
  'TemplateLiteral',
  'ArrayExpression',
  'ThrowStatement',
  'SpreadElement',
  'AwaitExpression',
]);

/** Where a value is wanted, not a reference to assign to or to call as a method. */
function isPlainRead({ node: parent, parent: outer }: Position, key: string): boolean {
  if (t.isMemberExpression(parent)) return true;
  if (t.isObjectProperty(parent)) return t.isObjectExpression(outer?.node);
  if (t.isForOfStatement(parent)) return key === 'right';
  if (t.isCallExpression(parent) || t.isNewExpression(parent)) return key === 'arguments';
  if (t.isAssignmentExpression(parent)) return key === 'right';
  return READERS.has(parent.type);
}

function replacer({ node, key, parent }: Position): (value: t.Node) => void {
  return (value) => parent && put(parent.node, key, node, value);
}
