import { types as t } from '@babel/core';
import { isDecorated } from '../3-analyze/decorated.ts';
import { findPrivateUses, type PrivateUse } from './private-uses.ts';
import { call, PrivateWrite, type Methods } from './private-write.ts';
import { mayBlock } from './top-level.ts';
import { uniqueName } from './unique-name.ts';

/**
 * Private accessors that may block become private methods, which can be suspended: whoever uses them is in the class.
 *
 *     get #x() {...}   set #x(v) {...}   this.#x         this.#x = f();
 *     =>
 *     #get_x() {...}   #set_x(v) {...}   this.#get_x()   { const object = this, value = f(); object.#set_x(value); }
 *
 * For other uses an accessor stays, which calls the method, and is a border.
 *
 * Input: the marked nodes. Output: some accessors are methods; the functions that are new are marked.
 */
export function writeOutPrivateAccessors(program: t.Program, marked: Set<t.Node>): void {
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node));
  if (!classes.some((node) => blockingAccessors(node).size > 0)) return;
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  const unique = (hint: string): string => uniqueName(hint, names);
  for (const node of classes) {
    for (const name of blockingAccessors(node)) writeOut(name, node, unique, marked);
  }
}

function blockingAccessors(node: t.Class): Set<string> {
  const blocking = node.body.body.filter((element) => isAccessor(element) && mayBlock(element.body, () => false));
  return new Set(blocking.map((element) => (element as t.ClassPrivateMethod).key.id.name));
}

function isAccessor(element: t.Node): element is t.ClassPrivateMethod {
  return t.isClassPrivateMethod(element) && element.kind !== 'method' && !isDecorated(element);
}

function writeOut(name: string, owner: t.Class, unique: (hint: string) => string, marked: Set<t.Node>): void {
  const isHalf = (element: t.Node): element is t.ClassPrivateMethod =>
    isAccessor(element) && element.key.id.name === name;
  const accessors = owner.body.body.filter(isHalf);
  const methods: Methods = {};
  for (const { kind } of accessors) methods[kind as 'get' | 'set'] = unique(`${kind}_${name}`);
  const all = findPrivateUses(name, owner);
  const uses = all.filter((use) => use?.needs.every((kind) => methods[kind] !== undefined)) as PrivateUse[];
  if (uses.length < all.length)
    owner.body.body.push(...accessors.map((each) => delegating(each, name, methods, marked)));
  for (const accessor of accessors) {
    accessor.key = privateName(methods[accessor.kind as 'get' | 'set'] as string);
    accessor.kind = 'method';
  }
  // What takes the place of a use has its operands, in which others must have been replaced by then.
  for (const use of uses.sort((a, b) => b.depth - a.depth)) replaceUse(use, methods, unique, marked);
}

/** `get #x() { return this.#get_x(); }` */
function delegating(
  { kind, static: isStatic }: t.ClassPrivateMethod,
  name: string,
  methods: Methods,
  marked: Set<t.Node>,
): t.ClassPrivateMethod {
  const method = methods[kind as 'get' | 'set'] as string;
  const params = kind === 'set' ? [t.identifier('value')] : [];
  const pass = call(t.thisExpression(), method, ...params.map((param) => t.cloneNode(param)));
  const body = t.blockStatement([kind === 'set' ? t.expressionStatement(pass) : t.returnStatement(pass)]);
  const accessor = t.classPrivateMethod(kind, privateName(name), params, body, isStatic);
  marked.add(accessor);
  return accessor;
}

function replaceUse(use: PrivateUse, methods: Methods, unique: (hint: string) => string, marked: Set<t.Node>): void {
  const { node } = use;
  if (t.isBinaryExpression(node)) node.left = privateName((methods.get ?? methods.set) as string);
  else if (t.isMemberExpression(node)) use.replace(call(node.object, methods.get as string));
  else {
    const write = new PrivateWrite(node, methods, unique);
    if (use.isStatement) return use.replace(write.asStatement());
    const { arrow, args } = write.asArrow();
    marked.add(arrow);
    use.replace(t.callExpression(arrow, args));
  }
}

function privateName(name: string): t.PrivateName {
  return t.privateName(t.identifier(name));
}
