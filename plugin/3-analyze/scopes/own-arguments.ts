import { declare } from './declare.ts';
import type { Binding, FunctionInfo, Ref, Scope } from '../model.ts';

/**
 * Sloppy code may declare or assign `arguments`. From then on it is a variable like any other, whose first value is the
 * object that the function was given.
 */
export function isOwnArguments({ name, kind, scope }: Binding): boolean {
  return name === 'arguments' && kind === 'var' && !scope.fn.strict && hasArguments(scope.fn);
}

function hasArguments({ kind }: FunctionInfo): boolean {
  return kind === 'function' || kind === 'method' || kind === 'accessor';
}

/**
 * Makes `arguments` a variable of the function if it is one; `refs` are the mentions for which none was found, `body` the
 * scope of the body if it is not that of the parameters.
 */
export function declareOwnArguments(fn: FunctionInfo, refs: readonly Ref[], body: Scope | undefined): void {
  const { scope } = fn;
  if (scope === null || fn.strict || !hasArguments(fn)) return;
  if (refs.some(({ write }) => write) && !scope.bindings.has('arguments')) declare(scope, 'arguments', 'var');
  const binding = ownArguments(scope);
  fn.usesArguments ||= binding !== null || (body !== undefined && ownArguments(body) !== null);
  if (binding !== null) for (const ref of refs) adopt(binding, ref);
}

/** The variable of a scope that begins with the object that the function was given. */
export function ownArguments(scope: Scope): Binding | null {
  const binding = scope.bindings.get('arguments');
  return binding !== undefined && isOwnArguments(binding) ? binding : null;
}

function adopt(binding: Binding, ref: Ref): void {
  ref.binding = binding;
  binding.refs.push(ref);
  if (ref.write) binding.writes++;
  binding.captured ||= ref.fn !== binding.scope.fn;
}
