import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { isDecorated } from '../../syntax/classes/decorated.ts';
import { resolve } from '../../3-analyze/scopes/resolve.ts';
import { declareIn } from '../../syntax/declare-in.ts';
import { callingMethod } from './private-calls.ts';
import { writeOutLoopHeads } from './private-loops.ts';
import { findPrivateUses, type PrivateUse } from './private-uses.ts';
import { call, PrivateWrite, type Methods } from './private-write.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import { uniqueName, type Helper } from '../../syntax/names/unique-name.ts';

/**
 * Private accessors that may block become private methods, which can be suspended: whoever uses them is in the class.
 *
 *     get #x() {...}   set #x(v) {...}   this.#x         this.#x = f();
 *     =>
 *     #get_x() {...}   #set_x(v) {...}   this.#get_x()   { const object = this, value = f(); object.#set_x(value); }
 *
 * What is called on the object is bound to it: `this.#x(a)   =>   this.#call_x()(a)`. A pattern gets a call in the place of
 * its target, `[this.#set_x(value)] = list`, with which the emitter makes the assignment; where it leaves the pattern as it
 * is, it puts back the target. For that, and for other uses, an accessor stays, which calls the method, and is a border.
 *
 * Input: the marked nodes. Output: some accessors are methods; the functions that are new are marked; the calls that stand
 * for targets, and the names of the accessors.
 */
export function writeOutPrivateAccessors(
  program: t.Program,
  marked: Set<t.Node>,
  helper: Helper,
): ReadonlyMap<t.Node, string> {
  const targets = new Map<t.Node, string>();
  const classes = [...marked].filter((node): node is t.Class => t.isClass(node));
  if (!classes.some((node) => blockingAccessors(node).size > 0)) return targets;
  const analysis = resolve(program, () => false);
  const unique = (hint: string): string => uniqueName(hint, analysis.names);
  const applyFunction = (): string => helper('applyFunction', analysis.names);
  for (const node of classes) {
    for (const name of blockingAccessors(node))
      new PrivateAccessor(name, node, { unique, marked, targets, applyFunction }).writeOut();
  }
  return targets;
}

function blockingAccessors(node: t.Class): Set<string> {
  const blocking = node.body.body.filter((element) => isAccessor(element) && mayBlock(element.body, () => false));
  return new Set(blocking.map((element) => (element as t.ClassPrivateMethod).key.id.name));
}

function isAccessor(element: t.Node): element is t.ClassPrivateMethod {
  return t.isClassPrivateMethod(element) && element.kind !== 'method' && !isDecorated(element);
}

interface Surroundings {
  unique: (hint: string) => string;
  marked: Set<t.Node>;
  targets: Map<t.Node, string>;
  applyFunction: () => string;
}

class PrivateAccessor {
  readonly #name: string;
  readonly #owner: t.Class;
  readonly #around: Surroundings;
  readonly #methods: Methods = {};
  readonly #variables = new Map<t.Function, string[]>();

  constructor(name: string, owner: t.Class, around: Surroundings) {
    this.#name = name;
    this.#owner = owner;
    this.#around = around;
  }

  writeOut(): void {
    const { unique } = this.#around;
    const elements = this.#owner.body.body;
    const accessors = elements.filter((element) => this.#isHalf(element)) as t.ClassPrivateMethod[];
    for (const { kind } of accessors) this.#methods[kind as 'get' | 'set'] = unique(`${kind}_${this.#name}`);
    writeOutLoopHeads(this.#name, this.#owner, unique);
    const all = findPrivateUses(this.#name, this.#owner);
    const uses = all.filter((use) => use !== null && this.#canReplace(use)) as PrivateUse[];
    if (uses.length < all.length || uses.some(({ kind }) => kind === 'target'))
      elements.push(...accessors.map((each) => delegating(each, this.#name, this.#methods, this.#around.marked)));
    const getter = accessors.find(({ kind }) => kind === 'get');
    if (getter && uses.some(({ kind }) => kind === 'method')) elements.push(this.#calling(getter));
    for (const accessor of accessors) {
      accessor.key = privateName(this.#methods[accessor.kind as 'get' | 'set'] as string);
      accessor.kind = 'method';
    }
    // What takes the place of a use has its operands, in which others must have been replaced by then.
    for (const use of uses.sort((a, b) => b.depth - a.depth)) this.#replace(use);
    for (const [owner, variables] of this.#variables) declareIn(owner, variables);
  }

  #isHalf(element: t.Node): boolean {
    return isAccessor(element) && element.key.id.name === this.#name;
  }

  #canReplace({ kind, needs, node, owner }: PrivateUse): boolean {
    if (!needs.every((half) => this.#methods[half] !== undefined)) return false;
    return kind !== 'write' || owner !== null || !this.#write(node).needsVariables;
  }

  /** `#call_x() { const method = this.#get_x(); return typeof method === "function" ? (...args) => ... : method; }` */
  #calling(getter: t.ClassPrivateMethod): t.ClassPrivateMethod {
    const { unique, marked, applyFunction } = this.#around;
    this.#methods.call = unique(`call_${this.#name}`);
    return callingMethod(this.#methods.call, this.#methods.get as string, applyFunction(), getter.static, marked);
  }

  #replace(use: PrivateUse): void {
    const { node } = use;
    const { get, set, call: bound } = this.#methods;
    if (use.kind === 'read') use.replace(callOf(node as Member, get as string));
    else if (use.kind === 'method') use.replace(callOf(node as Member, bound as string));
    else if (use.kind === 'test') (node as t.BinaryExpression).left = privateName((get ?? set) as string);
    else if (use.kind === 'target') this.#replaceTarget(use);
    else this.#replaceWrite(use);
  }

  /** The value is not known here: it is that of a variable which does not exist. */
  #replaceTarget(use: PrivateUse): void {
    const { object } = unwrap(use.node) as t.MemberExpression;
    const target = call(object, this.#methods.set as string, t.identifier(this.#around.unique('value')));
    this.#around.targets.set(target, this.#name);
    use.replace(target);
  }

  #replaceWrite({ node, owner, isStatement, replace }: PrivateUse): void {
    const write = this.#write(node);
    if (isStatement) return replace(write.asStatement());
    if (write.needsVariables && owner !== null) {
      const { sequence, variables } = write.asSequence();
      this.#variables.set(owner, [...(this.#variables.get(owner) ?? []), ...variables]);
      return replace(sequence);
    }
    const { arrow, args } = write.asArrow();
    this.#around.marked.add(arrow);
    replace(t.callExpression(arrow, args));
  }

  #write(node: t.Node): PrivateWrite {
    return new PrivateWrite(node as t.AssignmentExpression, this.#methods, this.#around.unique);
  }
}

type Member = t.MemberExpression | t.OptionalMemberExpression;

/** `o.#x   =>   o.#get_x()`, also in an optional chain. */
function callOf(node: Member, method: string): t.Expression {
  if (t.isMemberExpression(node)) return call(node.object, method);
  node.property = privateName(method) as never;
  return t.optionalCallExpression(node, [], false);
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

function privateName(name: string): t.PrivateName {
  return t.privateName(t.identifier(name));
}
