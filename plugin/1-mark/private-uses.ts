import { types as t } from '@babel/core';
import { eachChild } from '../3-analyze/children.ts';
import { isDirectEval } from '../3-analyze/direct-eval.ts';
import { put } from './put.ts';

/** A place where a class uses a private name: what it evaluates, and which accessors that takes. */
export interface PrivateUse {
  node: t.MemberExpression | t.BinaryExpression | t.AssignmentExpression | t.UpdateExpression;
  needs: ('get' | 'set')[];
  /** How deep in the class it stands. */
  depth: number;
  /** Nobody uses the value of the assignment. */
  isStatement: boolean;
  /** Puts something else in the place of the read, or of the assignment; of the statement, if it is one. */
  replace: (value: t.Node) => void;
}

/** A node with what is around it. */
interface Position {
  node: t.Node;
  key: string;
  parent: Position | null;
}

/**
 * The uses of a private name in its class, those in the object of another one before that: reads, assignments, `#x in o`.
 * Null stands for another use, and for code that is evaluated.
 */
export function findPrivateUses(name: string, owner: t.Class): (PrivateUse | null)[] {
  const uses: (PrivateUse | null)[] = [];
  const visit = (position: Position): void => {
    const { node, parent } = position;
    if (t.isPrivateName(node) && node.id.name === name && parent !== null) {
      if (!declares(parent.node, owner)) uses.push(useOf(parent));
      return;
    }
    if (isDirectEval(node)) uses.push(null);
    const isHidden = t.isClass(node) && declaresPrivate(node, name);
    eachChild(node, (child, key) => {
      if (!isHidden || key !== 'body') visit({ node: child, key, parent: position });
    });
  };
  visit({ node: owner.body, key: 'body', parent: null });
  return uses;
}

/** In a class inside that declares it, the name is another one. */
function declaresPrivate({ body }: t.Class, name: string): boolean {
  return body.body.some((element) => 'key' in element && t.isPrivateName(element.key) && element.key.id.name === name);
}

function declares(node: t.Node, owner: t.Class): boolean {
  return t.isClassPrivateMethod(node) && owner.body.body.includes(node);
}

function useOf(position: Position): PrivateUse | null {
  const { node, key, parent } = position;
  if (t.isBinaryExpression(node)) return { node, needs: [], depth: 0, isStatement: false, replace: () => undefined };
  if (!t.isMemberExpression(node) || t.isSuper(node.object) || parent === null) return null;
  if (isTarget(parent.node, key)) return writeOf(parent);
  if (!isPlainRead(parent, key)) return null;
  return { node, needs: ['get'], depth: depthOf(position), isStatement: false, replace: replacer(position) };
}

function isTarget(parent: t.Node, key: string): parent is t.AssignmentExpression | t.UpdateExpression {
  return t.isUpdateExpression(parent) || (t.isAssignmentExpression(parent) && key === 'left');
}

/** An assignment; one of an intermediate value must be possible in an arrow. */
function writeOf(position: Position): PrivateUse | null {
  const { node, parent } = position;
  if (parent === null || !(t.isUpdateExpression(node) || t.isAssignmentExpression(node))) return null;
  const isStatement = t.isExpressionStatement(parent.node);
  const isPlain = node.operator === '=';
  if (!isStatement && !isPlain && t.isAssignmentExpression(node) && waits(node.right)) return null;
  const replace = replacer(isStatement ? parent : position);
  return { node, needs: isPlain ? ['set'] : ['get', 'set'], depth: depthOf(position), isStatement, replace };
}

function depthOf({ parent }: Position): number {
  return parent === null ? 0 : depthOf(parent) + 1;
}

/** Whether `yield` or `await` of the function around is in an expression. */
function waits(node: t.Node): boolean {
  let found: boolean = t.isYieldExpression(node) || t.isAwaitExpression(node);
  if (!t.isFunction(node)) {
    eachChild(node, (child) => {
      found ||= waits(child);
    });
  }
  return found;
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
