import { types as t } from '@babel/core';
import { sharesArguments } from '../3-analyze/scopes/mapped-arguments.ts';
import { closureIn, isConstant, isInside, mayPrecedeInitialization } from '../3-analyze/scopes/initialization.ts';
import { isOwnArguments } from '../3-analyze/scopes/own-arguments.ts';
import type { Analysis, Binding, FunctionInfo, Scope } from '../3-analyze/model.ts';

/**
 * Decides where each variable lives.
 *
 * A scope without yield points keeps its variables as they are. In one with yield points, the variables must survive
 * the end of the native activation: those that no closure captures, or that closures only ever see with their final
 * value, become variables of the function, saved in the frame. The others live in an object that the closures and all
 * activations share.
 *
 * Input: yield points. Output: `storage`, `emittedName` and `checked` of every binding; which functions
 * share their parameters with `arguments`.
 */
export function assignStorage(analysis: Analysis): void {
  const freeNames = collectFreeNames(analysis);
  const scopesOf = groupScopes(analysis);
  for (const fn of analysis.functions) {
    if (!fn.compiled || fn.generator) continue;
    fn.sharesArguments = sharesArguments(fn);
    const taken = new Names(freeNames.get(fn) ?? new Set(), analysis.names);
    for (const scope of scopesOf.get(fn) ?? []) {
      if (!isYieldingScope(scope, analysis)) continue;
      for (const binding of scope.bindings.values()) assign(binding, taken);
    }
    for (const [{ id }, variable] of analysis.sloppyFunctions) {
      const own = id && variable.scope.fn === fn ? analysis.refOf.get(id)?.binding : null;
      if (own) moveOutOfSight(own, variable, taken);
    }
  }
}

function groupScopes(analysis: Analysis): Map<FunctionInfo, Scope[]> {
  const scopes = new Map<FunctionInfo, Scope[]>();
  for (const scope of analysis.scopeOf.values()) {
    const list = scopes.get(scope.fn);
    if (list === undefined) scopes.set(scope.fn, [scope]);
    else list.push(scope);
  }
  return scopes;
}

export function isYieldingScope(scope: Scope, analysis: Analysis): boolean {
  if (scope.kind === 'class' || scope.kind === 'name') return false;
  const isOfFunction = scope.kind === 'function' || scope.kind === 'body';
  return isOfFunction ? scope.fn.compiled : analysis.yielding.has(scope.node);
}

function assign(binding: Binding, taken: Names): void {
  for (const ref of binding.refs) ref.checked = mayPrecedeInitialization(ref, binding);
  // A parameter knows by itself where it cannot have its value yet; closures do not.
  binding.checked = binding.refs.some(
    (ref) => ref.checked && (binding.kind !== 'param' || ref.fn !== binding.scope.fn),
  );
  const isElement = binding.kind === 'param' && binding.scope.fn.sharesArguments;
  binding.storage = isElement || sharedWithClosures(binding) ? 'boxed' : 'hoisted';
  // An element of `arguments` stays a parameter, which the object that stands for it reads and writes.
  if (binding.storage === 'hoisted' || isElement) taken.claim(binding);
}

/**
 * A function in a block of sloppy code declares its name in the whole function. If that name means something else there, in
 * what the parameters evaluate, the function goes by another one.
 */
function moveOutOfSight(own: Binding, variable: Binding, taken: Names): void {
  if (own.storage !== 'native' || variable.storage === 'native' || !taken.isFree(own.name)) return;
  own.storage = 'hoisted';
  own.emittedName = taken.fresh(own.name);
}

function sharedWithClosures(binding: Binding): boolean {
  const captures = binding.refs.filter((ref) => ref.fn !== binding.scope.fn && !isInside(ref.fn, binding.value));
  if (captures.length === 0 && (!binding.captured || isConstant(binding))) return false;
  if (!isConstant(binding) || binding.scope.kind !== 'function') return true;
  return captures.some((ref) => closureIn(ref.fn, binding.scope.fn).createdAt < binding.initializedAt);
}

/** For each function, the names in it (and in functions nested in it) that refer to something outside. */
function collectFreeNames(analysis: Analysis): Map<FunctionInfo, Set<string>> {
  const free = new Map<FunctionInfo, Set<string>>();
  for (const ref of analysis.refOf.values()) {
    const scope = ref.binding?.scope ?? null;
    // The name of a function expression is declared around it.
    const owner = scope?.kind === 'name' ? (scope.parent?.fn ?? null) : (scope?.fn ?? null);
    for (let fn: FunctionInfo | null = ref.fn; fn !== null && fn !== owner; fn = fn.parent) {
      const names = free.get(fn) ?? new Set();
      free.set(fn, names.add(ref.name));
    }
  }
  return free;
}

/** The names of the variables of one compiled function. */
class Names {
  readonly #free: ReadonlySet<string>;
  readonly #all: Set<string>;
  readonly #claimed = new Map<string, Binding[]>();

  constructor(free: ReadonlySet<string>, all: Set<string>) {
    this.#free = free;
    this.#all = all;
  }

  /** Gives the binding its own name, or a new one where another variable of the function has it at the same time. */
  claim(binding: Binding): void {
    const { name } = binding;
    const others = this.#claimed.get(name) ?? [];
    const clashes = this.#free.has(name) || others.some((other) => !canShare(other, binding));
    // What parameters evaluate may mean something outside by a name that the body declares.
    const isOwn = binding.scope.kind === 'function' && (binding.kind === 'param' || !this.#free.has(name));
    // An enum stays a declaration, whose value goes to a variable with another name.
    const mustMove = t.isTSEnumDeclaration(binding.value) || isOwnArguments(binding);
    if (mustMove || (clashes && !isOwn)) binding.emittedName = this.fresh(name);
    else this.#claimed.set(name, [...others, binding]);
  }

  /** Whether the name means something outside of the function. */
  isFree(name: string): boolean {
    return this.#free.has(name);
  }

  fresh(name: string): string {
    let suffix = 1;
    while (this.#all.has(`${name}_${suffix}`)) suffix++;
    this.#all.add(`${name}_${suffix}`);
    return `${name}_${suffix}`;
  }
}

function canShare(a: Binding, b: Binding): boolean {
  return !a.captured && !b.captured && !isAncestor(a.scope, b.scope) && !isAncestor(b.scope, a.scope);
}

function isAncestor(outer: Scope, inner: Scope): boolean {
  for (let scope: Scope | null = inner; scope !== null; scope = scope.parent) if (scope === outer) return true;
  return false;
}
