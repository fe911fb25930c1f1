import { types as t } from '@babel/core';
import { isDecorated } from '../3-analyze/decorated.ts';
import { findPrivateUses, type PrivateUse } from './private-uses.ts';
import { mayBlock } from './top-level.ts';
import { uniqueName } from './unique-name.ts';

type Methods = Partial<Record<'get' | 'set', string>>;

/**
 * Private accessors that may block become private methods, which can be suspended: whoever uses them is in the class.
 *
 *     get #x() {...}   set #x(v) {...}   this.#x         this.#x = f();
 *     =>
 *     #get_x() {...}   #set_x(v) {...}   this.#get_x()   { const object = this, value = f(); object.#set_x(value); }
 *
 * An accessor that is used in another way stays one, and a border.
 *
 * Input: the marked nodes. Output: the same nodes; some accessors are methods.
 */
export function writeOutPrivateAccessors(program: t.Program, marked: ReadonlySet<t.Node>): void {
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node));
  if (!classes.some((node) => blockingAccessors(node).size > 0)) return;
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  const unique = (hint: string): string => uniqueName(hint, names);
  for (const node of classes) {
    for (const name of blockingAccessors(node)) writeOut(name, node, unique);
  }
}

function blockingAccessors(node: t.Class): Set<string> {
  const blocking = node.body.body.filter((element) => isAccessor(element) && mayBlock(element.body, () => false));
  return new Set(blocking.map((element) => (element as t.ClassPrivateMethod).key.id.name));
}

function isAccessor(element: t.Node): element is t.ClassPrivateMethod {
  return t.isClassPrivateMethod(element) && element.kind !== 'method' && !isDecorated(element);
}

function writeOut(name: string, owner: t.Class, unique: (hint: string) => string): void {
  const isHalf = (element: t.Node): element is t.ClassPrivateMethod =>
    isAccessor(element) && element.key.id.name === name;
  const accessors = owner.body.body.filter(isHalf);
  const uses = findPrivateUses(name, owner);
  const methods: Methods = {};
  for (const { kind } of accessors) methods[kind as 'get' | 'set'] = unique(`${kind}_${name}`);
  if (!uses?.every(({ needs }) => needs.every((kind) => methods[kind] !== undefined))) return;
  for (const accessor of accessors) {
    accessor.key = privateName(methods[accessor.kind as 'get' | 'set'] as string);
    accessor.kind = 'method';
  }
  // A write copies its operands, in which the reads must have been replaced by then.
  const isRead = ({ node }: PrivateUse): boolean => t.isMemberExpression(node);
  const ordered = [...uses.filter(isRead), ...uses.filter((use) => !isRead(use))];
  for (const use of ordered) replaceUse(use, methods, unique);
}

function replaceUse(use: PrivateUse, methods: Methods, unique: (hint: string) => string): void {
  const { node } = use;
  if (t.isBinaryExpression(node)) node.left = privateName((methods.get ?? methods.set) as string);
  else if (t.isMemberExpression(node)) use.replace(call(node.object, methods.get as string));
  else use.replace(t.blockStatement(write(node, methods, unique('object'), unique('value'))));
}

/** `let object = o, value = object.#get_x(); value++; object.#set_x(value);` */
function write(
  node: t.AssignmentExpression | t.UpdateExpression,
  { get, set }: Methods,
  object: string,
  value: string,
): t.Statement[] {
  const target = (t.isUpdateExpression(node) ? node.argument : node.left) as t.MemberExpression;
  const read = (): t.Expression => call(t.identifier(object), get as string);
  const result = t.isUpdateExpression(node) ? read() : assigned(node, read);
  const declarators = [
    t.variableDeclarator(t.identifier(object), target.object),
    t.variableDeclarator(t.identifier(value), result),
  ];
  const step = t.isUpdateExpression(node) ? [t.updateExpression(node.operator, t.identifier(value))] : [];
  const operations = [...step, call(t.identifier(object), set as string, t.identifier(value))];
  return [t.variableDeclaration('let', declarators), ...operations.map((each) => t.expressionStatement(each))];
}

/** A sequence keeps a function from being named after the variable. */
function assigned({ operator, right }: t.AssignmentExpression, read: () => t.Expression): t.Expression {
  if (operator === '=') return t.sequenceExpression([t.numericLiteral(0), right]);
  return t.binaryExpression(operator.slice(0, -1) as '+', read(), right);
}

function call(object: t.Expression, method: string, ...args: t.Expression[]): t.Expression {
  return t.callExpression(t.memberExpression(object, privateName(method)), args);
}

function privateName(name: string): t.PrivateName {
  return t.privateName(t.identifier(name));
}
