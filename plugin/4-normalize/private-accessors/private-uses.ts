import { types as t } from '@babel/core';
import { isEvaluatedInPlace } from '../../syntax/evaluation/activations.ts';
import { eachChild, isWrapper } from '../../syntax/children.ts';
import { isDirectEval } from '../../syntax/evaluation/direct-eval.ts';
import { declaresPrivate } from '../../syntax/classes/private-names.ts';
import { put } from '../../syntax/put.ts';

/**
 * A place where a class uses a private name, and which accessors that takes:
 *
 *     test: #x in o   read: o.#x   method: o.#x()   write: o.#x += 1   target: [o.#x] = list
 */
export interface PrivateUse {
  kind: 'test' | 'read' | 'method' | 'write' | 'target';
  /** What `replace` puts something else in the place of: the member, or the assignment. */
  node: t.Node;
  needs: ('get' | 'set')[];
  /** How deep in the class it stands. */
  depth: number;
  /** The innermost function around it, if it is in the class. */
  owner: t.Function | null;
  /** A statement, if that is all there is of it: nobody uses the value of the assignment. */
  isStatement: boolean;
  /** Puts something else in its place; in that of the statement, if it is one. */
  replace: (value: t.Node) => void;
}

/** A node with what is around it. */
interface Position {
  node: t.Node;
  key: string;
  parent: Position | null;
}

/**
 * The uses of a private name in its class, those in the object of another one before that. Null stands for another use, and
 * for code that is evaluated.
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

function declares(node: t.Node, owner: t.Class): boolean {
  return t.isClassPrivateMethod(node) && owner.body.body.includes(node);
}

function useOf(position: Position): PrivateUse | null {
  const { node } = position;
  if (t.isBinaryExpression(node)) return use('test', position, []);
  const { key, parent } = wrapped(position);
  if (parent === null || !(t.isMemberExpression(node) || t.isOptionalMemberExpression(node))) return null;
  if (isAssigned(parent.node, key)) return writeOf(parent);
  if (isInPattern(parent, key)) return use('target', wrapped(position), ['set']);
  if (isCalled(parent.node, key)) return use('method', position, ['get']);
  return hasUnknownMeaning(parent.node) ? null : use('read', position, ['get']);
}

/** The outermost of the parentheses and type assertions around an expression. */
function wrapped(position: Position): Position {
  const { parent } = position;
  return parent !== null && isWrapper(parent.node) ? wrapped(parent) : position;
}

function isAssigned(parent: t.Node, key: string): boolean {
  return t.isUpdateExpression(parent) || (t.isAssignmentExpression(parent) && key === 'left');
}

/** Where a pattern stores something. */
function isInPattern({ node, parent }: Position, key: string): boolean {
  if (t.isAssignmentPattern(node)) return key === 'left';
  if (t.isObjectProperty(node)) return key === 'value' && t.isObjectPattern(parent?.node);
  return t.isArrayPattern(node) || t.isRestElement(node);
}

/** Where the object is what the function is called on. */
function isCalled(parent: t.Node, key: string): boolean {
  if (t.isTaggedTemplateExpression(parent)) return key === 'tag';
  return (t.isCallExpression(parent) || t.isOptionalCallExpression(parent)) && key === 'callee';
}

/** A decorator may be called on the object, and so may what proposals bind. */
function hasUnknownMeaning(parent: t.Node): boolean {
  return t.isDecorator(parent) || t.isBindExpression(parent) || t.isForXStatement(parent);
}

function writeOf(position: Position): PrivateUse {
  const { node, parent } = position;
  const isPlain = t.isAssignmentExpression(node, { operator: '=' });
  const write = use('write', position, isPlain ? ['set'] : ['get', 'set']);
  if (parent === null || !t.isExpressionStatement(parent.node)) return write;
  return { ...write, isStatement: true, replace: replacer(parent) };
}

function use(kind: PrivateUse['kind'], position: Position, needs: PrivateUse['needs']): PrivateUse {
  const owner = ownerOf(position);
  const depth = depthOf(position);
  return { kind, node: position.node, needs, depth, owner, isStatement: false, replace: replacer(position) };
}

function ownerOf({ key, parent }: Position): t.Function | null {
  if (parent === null) return null;
  return t.isFunction(parent.node) && !isEvaluatedInPlace(key) ? parent.node : ownerOf(parent);
}

function depthOf({ parent }: Position): number {
  return parent === null ? 0 : depthOf(parent) + 1;
}

function replacer({ node, key, parent }: Position): (value: t.Node) => void {
  return (value) => parent && put(parent.node, key, node, value);
}
