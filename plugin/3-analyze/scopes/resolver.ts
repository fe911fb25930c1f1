import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { isNameOnly } from '../../syntax/names/name-only.ts';
import type { Binding, FunctionInfo, FunctionKind, Ref, Scope, ScopeKind } from '../model.ts';
import type { Store } from './replacements.ts';

/** What to do with the nodes that are more than their children. */
export type Visitors = {
  [Type in t.Node['type']]?: (node: Extract<t.Node, { type: Type }>, resolver: Resolver) => void;
};

/** A walk through a program: where it is, and what it has found. */
export class Resolver {
  readonly #visitors: Visitors;
  readonly #isMarked: (node: t.Node) => boolean;
  readonly infoOf = new Map<t.Node, FunctionInfo>();
  readonly scopeOf = new Map<t.Node, Scope>();
  readonly refOf = new Map<t.Node, Ref>();
  readonly names = new Set<string>();
  readonly inferredNames = new Map<t.Node, string>();
  readonly assignedToMembers = new Set<t.Node>();
  readonly sloppyFunctions = new Map<t.FunctionDeclaration, Binding>();
  readonly functions: FunctionInfo[] = [];
  /** What may replace something builtin. */
  readonly stores: Store[] = [];
  /** Where functions mention the `arguments` that they are given. */
  readonly argumentsOf = new Map<FunctionInfo, Ref[]>();
  fn!: FunctionInfo;
  scope!: Scope;
  order = 0;
  dynamic = false;
  /** The order number at the start of the innermost scope: function declarations exist from there on. */
  #scopeStart = 0;

  constructor(visitors: Visitors, isMarked: (node: t.Node) => boolean) {
    this.#visitors = visitors;
    this.#isMarked = isMarked;
  }

  visit(node: t.Node): void {
    if (isTypeOnly(node)) return;
    const visitor = this.#visitors[node.type] as ((node: t.Node, resolver: Resolver) => void) | undefined;
    if (visitor === undefined) this.children(node);
    else visitor(node, this);
  }

  /** Visits the children that are evaluated, not the names of properties and labels. */
  children(node: t.Node): void {
    eachChild(node, (child, key) => {
      if (!isNameOnly(node, key)) this.visit(child);
      else if (t.isIdentifier(child)) this.names.add(child.name);
    });
  }

  reference(node: t.Node, name: string, write: boolean): void {
    this.names.add(name);
    const binding = this.lookup(name);
    const ref: Ref = {
      node,
      name,
      binding,
      fn: this.fn,
      order: ++this.order,
      write,
      checked: false,
      scope: this.scope,
    };
    this.refOf.set(node, ref);
    if (binding === null) return this.#unresolved(ref);
    binding.refs.push(ref);
    if (write) binding.writes++;
    if (ref.fn !== binding.scope.fn) binding.captured = true;
  }

  #unresolved(ref: Ref): void {
    if (ref.name !== 'arguments') return;
    const owner = this.thisOwner();
    owner.usesArguments = true;
    this.argumentsOf.set(owner, [...(this.argumentsOf.get(owner) ?? []), ref]);
  }

  /** The identifier that declares a binding; renamed with its references. */
  declared(node: t.Node, name: string): void {
    this.names.add(name);
    const binding = this.lookup(name);
    this.refOf.set(node, {
      node,
      name,
      binding,
      fn: this.fn,
      order: this.order,
      write: false,
      checked: false,
      scope: this.scope,
    });
  }

  lookup(name: string): Binding | null {
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding !== undefined) return binding;
      if (name === 'arguments' && hasArguments(scope)) return null;
    }
    return null;
  }

  initialized(name: string): void {
    const binding = this.lookup(name);
    if (binding !== null && binding.kind !== 'var' && binding.kind !== 'function') binding.initializedAt = this.order;
  }

  /** The function whose `this` an expression here means; arrows in between use it too. */
  thisOwner(): FunctionInfo {
    let fn = this.fn;
    fn.usesThis ||= fn.kind === 'arrow';
    while (fn.kind === 'arrow' && fn.parent !== null) fn = fn.parent;
    return fn;
  }

  createInfo(node: t.Node, kind: FunctionKind): FunctionInfo {
    const parent = this.functions.length === 0 ? null : this.fn;
    const info: FunctionInfo = {
      node,
      kind,
      parent,
      marked: this.#isMarked(node),
      async: false,
      generator: false,
      strict: parent?.strict ?? false,
      scope: null,
      declares: new Set(),
      usesThis: false,
      usesArguments: false,
      sharesArguments: false,
      usesNewTarget: false,
      usesSuper: false,
      usesSuperCall: false,
      directEval: null,
      withStatement: null,
      compiled: false,
      isPrivate: false,
      createdAt: t.isFunctionDeclaration(node) ? this.#scopeStart : this.order,
      calls: [],
    };
    this.functions.push(info);
    this.infoOf.set(node, info);
    return info;
  }

  inScope(kind: ScopeKind, node: t.Node, body: () => void): void {
    const outer = this.scope as Scope | undefined;
    const outerStart = this.#scopeStart;
    this.#scopeStart = this.order;
    this.scope = { kind, node, parent: outer ?? null, fn: this.fn, bindings: new Map() };
    if (kind !== 'name') this.scopeOf.set(node, this.scope);
    body();
    this.#scopeStart = outerStart;
    if (outer !== undefined) this.scope = outer;
  }
}

/** Whether the function has its own `arguments`, unless it declares something by that name. */
function hasArguments({ kind, fn }: Scope): boolean {
  return kind === 'function' && fn.kind !== 'arrow' && fn.kind !== 'initializer';
}
