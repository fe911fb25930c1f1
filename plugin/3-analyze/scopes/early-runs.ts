import { types as t } from '@babel/core';
import type { Resolution, Binding, FunctionInfo, Ref } from '../model.ts';
import { closureIn, isConstant, mayPrecedeInitialization } from './initialization.ts';

/**
 * Whether a variable that stays where it was declared may be in its dead zone when a reference is evaluated.
 *
 * A reference in a function declaration, which exists from the start, need not be early: that function must be mentioned
 * early as well, by the code around the variable or by a function that may run early itself.
 */
export function mayBeInDeadZone(ref: Ref, binding: Binding, analysis: Resolution): boolean {
  if (!mayPrecedeInitialization(ref, binding)) return false;
  const { fn: owner } = binding.scope;
  if (ref.fn === owner || binding.scope.kind === 'switch') return true;
  return mayRunBefore(closureIn(ref.fn, owner), binding, analysis, new Set());
}

function mayRunBefore(fn: FunctionInfo, late: Binding, analysis: Resolution, seen: Set<FunctionInfo>): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  const name = nameOf(fn, analysis);
  if (name === null) return fn.createdAt < late.initializedAt;
  if (name.scope.kind === 'program' && mayBeImportedEarly(name.name, analysis)) return true;
  const owner = late.scope.fn;
  return name.refs.some((ref) => {
    if (ref.fn === owner) return ref.order < late.initializedAt;
    return mayRunBefore(closureIn(ref.fn, owner), late, analysis, seen);
  });
}

/** The variable by which a function is called, if it is the only way to get at it. */
function nameOf({ node, scope }: FunctionInfo, { refOf }: Resolution): Binding | null {
  if (t.isFunctionDeclaration(node) && node.id) {
    const binding = refOf.get(node.id)?.binding ?? null;
    return binding !== null && isConstant(binding) ? binding : null;
  }
  for (const binding of scope?.parent?.bindings.values() ?? []) {
    if (binding.value === node && binding.kind === 'const' && isConstant(binding)) return binding;
  }
  return null;
}

/** By a cycle of imports, another module may call an exported function before this one has been evaluated. */
function mayBeImportedEarly(name: string, { program }: Resolution): boolean {
  const { body } = program.node as t.Program;
  const isOfProject = (source: string): boolean => /^[./#]/.test(source);
  if (!body.some((node) => 'source' in node && t.isStringLiteral(node.source) && isOfProject(node.source.value))) {
    return false;
  }
  return body.some((node) => {
    if (!t.isExportNamedDeclaration(node) && !t.isExportDefaultDeclaration(node)) return false;
    if (node.declaration) return Object.keys(t.getBindingIdentifiers(node.declaration)).includes(name);
    return (
      'specifiers' in node && node.specifiers.some((each) => t.isExportSpecifier(each) && each.local.name === name)
    );
  });
}
