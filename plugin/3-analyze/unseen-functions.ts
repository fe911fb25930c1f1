import { types as t } from '@babel/core';
import { unwrap } from '../syntax/children.ts';
import type { Binding, FunctionInfo, Resolution } from './model.ts';
import { isConstant } from './scopes/initialization.ts';

/**
 * Finds the functions that the program only calls, where they stand or by the name of a constant: nobody can see what
 * they are besides.
 */
export function findUnseenFunctions(resolution: Resolution): ReadonlySet<t.Node> {
  if (resolution.dynamic) return new Set();
  const calls = resolution.functions.flatMap((fn) => fn.calls);
  const callees = new Set(calls.map(({ node }) => (t.isCallExpression(node) ? unwrap(node.callee) : node)));
  const names = new Map<t.Node, Binding>();
  for (const { bindings } of resolution.scopeOf.values()) {
    for (const binding of bindings.values()) if (binding.value !== null) names.set(unwrap(binding.value), binding);
  }
  const isOnlyCalled = ({ refs }: Binding): boolean => refs.every(({ node }) => callees.has(node));
  const isUnseen = (info: FunctionInfo): boolean => {
    const { node } = info;
    if (seesItself(info)) return false;
    const own = t.isFunctionExpression(node) && node.id ? ownName(info, node.id.name) : undefined;
    if (own !== undefined && !isOnlyCalled(own)) return false;
    if (callees.has(node)) return true;
    const binding = names.get(node);
    return binding !== undefined && isLocalConstant(binding, node, resolution) && isOnlyCalled(binding);
  };
  return new Set(resolution.functions.filter(isUnseen).map(({ node }) => node));
}

/** By `arguments.callee`. */
function seesItself({ kind, strict, usesArguments }: FunctionInfo): boolean {
  return (kind !== 'function' && kind !== 'arrow') || (usesArguments && !strict);
}

function ownName({ scope }: FunctionInfo, name: string): Binding | undefined {
  const outer = scope?.parent;
  return outer?.kind === 'name' ? outer.bindings.get(name) : undefined;
}

/** What is declared at the top level, of a file or a namespace, may be exported, or a global. */
function isLocalConstant(binding: Binding, value: t.Node, { sloppyFunctions }: Resolution): boolean {
  const { kind, scope } = binding;
  if (scope.kind === 'program' || t.isTSModuleBlock(scope.node) || sloppyFunctions.has(value as t.FunctionDeclaration))
    return false;
  return isConstant(binding) && (kind === 'function' || kind === 'const' || kind === 'let');
}
